export { createEmbeddedBackend, type EmbeddedBackend, type EmbeddedBackendOptions } from './backend';
export { missingPackages, REQUIRED_PACKAGES, type SystemPackage } from './packages';
