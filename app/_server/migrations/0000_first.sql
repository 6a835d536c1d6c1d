CREATE TYPE "public"."attempt_kind" AS ENUM('check', 'tick');--> statement-breakpoint
CREATE TYPE "public"."attempt_state" AS ENUM('grading', 'graded');--> statement-breakpoint
CREATE TYPE "public"."evidence_kind" AS ENUM('baseline', 'step-start', 'attempt', 'tick');--> statement-breakpoint
CREATE TYPE "public"."verdict" AS ENUM('pass', 'fail', 'not graded');--> statement-breakpoint
CREATE TYPE "public"."lab_state" AS ENUM('creating', 'ready', 'failed', 'ending', 'ended');--> statement-breakpoint
CREATE TYPE "public"."step_state" AS ENUM('open', 'done', 'differs', 'not-graded');--> statement-breakpoint
CREATE TYPE "public"."role" AS ENUM('learner', 'instructor', 'operator');--> statement-breakpoint
CREATE TABLE "attempts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"lab_id" text NOT NULL,
	"lesson" text NOT NULL,
	"step" text NOT NULL,
	"kind" "attempt_kind" NOT NULL,
	"key" uuid NOT NULL,
	"answers" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"state" "attempt_state" DEFAULT 'grading' NOT NULL,
	"verdict" "verdict",
	"points" real DEFAULT 0 NOT NULL,
	"max_points" real DEFAULT 0 NOT NULL,
	"spec_hash" text NOT NULL,
	"evidence_id" uuid,
	"baseline_id" uuid,
	"step_start_id" uuid,
	"claimed_by" text NOT NULL,
	"detail" text,
	"grade_ms" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"graded_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "check_results" (
	"attempt_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"check_id" text NOT NULL,
	"verdict" "verdict" NOT NULL,
	"code" text NOT NULL,
	"points" real NOT NULL,
	"max_points" real NOT NULL,
	"result" jsonb NOT NULL,
	CONSTRAINT "check_results_attempt_id_position_pk" PRIMARY KEY("attempt_id","position")
);
--> statement-breakpoint
CREATE TABLE "evidence" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"lab_id" text NOT NULL,
	"user_id" text NOT NULL,
	"kind" "evidence_kind" NOT NULL,
	"step" text DEFAULT '' NOT NULL,
	"hash" text NOT NULL,
	"document" "bytea" NOT NULL,
	"taken_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "labs" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"lesson" text NOT NULL,
	"spec_hash" text NOT NULL,
	"backend" text NOT NULL,
	"runner_id" text DEFAULT 'local' NOT NULL,
	"state" "lab_state" DEFAULT 'creating' NOT NULL,
	"terminals" jsonb NOT NULL,
	"create_steps" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"reason" text,
	"adopted" boolean DEFAULT false NOT NULL,
	"restored_from" text,
	"restorable" boolean DEFAULT true NOT NULL,
	"start_ms" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "recordings" (
	"lab_id" text NOT NULL,
	"terminal" text NOT NULL,
	"cast" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "recordings_lab_id_terminal_pk" PRIMARY KEY("lab_id","terminal")
);
--> statement-breakpoint
CREATE TABLE "tickets" (
	"hash" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"session_id" text NOT NULL,
	"lab_id" text NOT NULL,
	"terminal" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "enrolments" (
	"user_id" text NOT NULL,
	"course" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "enrolments_user_id_course_pk" PRIMARY KEY("user_id","course")
);
--> statement-breakpoint
CREATE TABLE "steps" (
	"user_id" text NOT NULL,
	"lesson" text NOT NULL,
	"step" text NOT NULL,
	"state" "step_state" DEFAULT 'open' NOT NULL,
	"points" real DEFAULT 0 NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"hints_opened" integer DEFAULT 0 NOT NULL,
	"attempt_id" uuid,
	"done_at" timestamp with time zone,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "steps_user_id_lesson_step_pk" PRIMARY KEY("user_id","lesson","step")
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"user_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"token" text NOT NULL,
	"user_id" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sessions_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"is_anonymous" boolean DEFAULT false,
	"role" "role" DEFAULT 'learner' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "verifications" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_lab_id_labs_id_fk" FOREIGN KEY ("lab_id") REFERENCES "public"."labs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_evidence_id_evidence_id_fk" FOREIGN KEY ("evidence_id") REFERENCES "public"."evidence"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_baseline_id_evidence_id_fk" FOREIGN KEY ("baseline_id") REFERENCES "public"."evidence"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_step_start_id_evidence_id_fk" FOREIGN KEY ("step_start_id") REFERENCES "public"."evidence"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "check_results" ADD CONSTRAINT "check_results_attempt_id_attempts_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_lab_id_labs_id_fk" FOREIGN KEY ("lab_id") REFERENCES "public"."labs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "labs" ADD CONSTRAINT "labs_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recordings" ADD CONSTRAINT "recordings_lab_id_labs_id_fk" FOREIGN KEY ("lab_id") REFERENCES "public"."labs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_lab_id_labs_id_fk" FOREIGN KEY ("lab_id") REFERENCES "public"."labs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolments" ADD CONSTRAINT "enrolments_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "steps" ADD CONSTRAINT "steps_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "attempts_key" ON "attempts" USING btree ("user_id","key");--> statement-breakpoint
CREATE INDEX "attempts_step" ON "attempts" USING btree ("user_id","lesson","step","created_at");--> statement-breakpoint
CREATE INDEX "attempts_unfinished" ON "attempts" USING btree ("state") WHERE "attempts"."state" = 'grading';--> statement-breakpoint
CREATE INDEX "evidence_lab" ON "evidence" USING btree ("lab_id");--> statement-breakpoint
CREATE UNIQUE INDEX "evidence_one_start" ON "evidence" USING btree ("lab_id","kind","step") WHERE "evidence"."kind" in ('baseline', 'step-start');--> statement-breakpoint
CREATE UNIQUE INDEX "labs_one_open_per_lesson" ON "labs" USING btree ("user_id","lesson") WHERE "labs"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "labs_open" ON "labs" USING btree ("runner_id") WHERE "labs"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "labs_starts" ON "labs" USING btree ("lesson","backend","created_at");--> statement-breakpoint
CREATE INDEX "tickets_expiry" ON "tickets" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "steps_lesson" ON "steps" USING btree ("lesson","step");--> statement-breakpoint
CREATE INDEX "accounts_user" ON "accounts" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "verifications_identifier" ON "verifications" USING btree ("identifier");