-- A reason of before has words only; pages show them, as they do for any code they do not know.
ALTER TABLE "labs" ALTER COLUMN "reason" SET DATA TYPE jsonb USING CASE WHEN "reason" IS NULL THEN NULL ELSE jsonb_build_object('code', 'earlier', 'params', '{}'::jsonb, 'message', "reason") END;
