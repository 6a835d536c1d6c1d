import type { MetadataRoute } from 'next';

export default function manifest(): MetadataRoute.Manifest {
  return {
    name: 'Podwire',
    short_name: 'Podwire',
    description: 'Learn how Kubernetes networking works by wiring it',
    start_url: '/',
    display: 'minimal-ui',
    background_color: '#fbfbfa',
    theme_color: '#1d5bb8',
    icons: [{ src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' }],
  };
}
