export { createEmbeddedBackend, type EmbeddedBackend } from './backend';
