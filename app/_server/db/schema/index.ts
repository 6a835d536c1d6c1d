export * from './attempts';
export * from './labs';
export * from './learning';
export * from './users';
