import { customType, timestamp } from 'drizzle-orm/pg-core';

/** A moment with its zone; JavaScript sees a Date. */
export const moment = (name: string) => timestamp(name, { withTimezone: true });

export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });
