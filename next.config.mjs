import createNextIntlPlugin from 'next-intl/plugin';

// Plain JavaScript: the server reads it at every start.
/** @type {import('next').NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  // One gate checks types (npm run check); a learner's machine need not repeat it at its first start.
  typescript: { ignoreBuildErrors: true },
  // Compiled on the server, once per change of a lesson; these run programs or read files of their own.
  serverExternalPackages: ['mdx-bundler', 'esbuild', 'pg', 'pino'],
  // A development server reached under 127.0.0.1 instead of localhost is the same one.
  allowedDevOrigins: ['127.0.0.1'],
};

export default createNextIntlPlugin('./app/_messages/request.ts')(config);
