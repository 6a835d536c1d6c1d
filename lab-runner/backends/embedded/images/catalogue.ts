// The built-in images: what they are made of, from this machine's packages, without any registry.

export interface ImageRecipe {
  /** What evidence calls it. */
  short: string;
  /** Names a learner may give it; the first is the main one. */
  names: readonly string[];
  /** [program on the host, path in the image]. Shared libraries are added where it needs any. */
  programs: readonly (readonly [source: string, target: string])[];
  /** Applets of busybox, so that there is a shell to look around with. */
  withShell: boolean;
  files: readonly { path: string; mode: number; text: string }[];
  folders: readonly string[];
  /** Lines of a Dockerfile that set the image's configuration. */
  config: readonly string[];
}

const NGINX_CONF = `user root;
worker_processes 1;
pid /run/nginx.pid;
error_log /dev/stderr notice;
events { worker_connections 256; }
http {
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  access_log /dev/stdout;
  server_tokens off;
  client_body_temp_path /var/cache/nginx/body;
  proxy_temp_path /var/cache/nginx/proxy;
  fastcgi_temp_path /var/cache/nginx/fastcgi;
  uwsgi_temp_path /var/cache/nginx/uwsgi;
  scgi_temp_path /var/cache/nginx/scgi;
  include /etc/nginx/conf.d/*.conf;
}
`;

const NGINX_SERVER = `server {
  listen 80;
  listen [::]:80;
  location / {
    root /usr/share/nginx/html;
    index index.html;
  }
}
`;

const MIME_TYPES = `types {
  text/html html htm;
  text/css css;
  text/plain txt;
  application/javascript js;
  application/json json;
  image/svg+xml svg;
  image/png png;
}
`;

const NGINX_PAGE = `<!DOCTYPE html>
<html><head><title>Welcome to nginx!</title></head>
<body><h1>Welcome to nginx!</h1><p>If you see this page, the web server is running.</p></body></html>
`;

const TALK = `#!/bin/sh
# talk: answers who called it, and can call others.
#   talk serve [PORT]        listens on PORT, 8080 unless told
#   talk call HOST[:PORT]    says what HOST answers
case "$1" in
  serve) exec socat "TCP-LISTEN:\${2:-8080},fork,reuseaddr" EXEC:/bin/talk-answer ;;
  call) exec timeout 3 wget -q -O - "http://\${2:?who is to be called?}/" ;;
  *) echo 'usage: talk serve [PORT] | talk call HOST[:PORT]' >&2; exit 2 ;;
esac
`;

const TALK_ANSWER = `#!/bin/sh
while read -r line && [ "$line" != "$(printf '\\r')" ]; do :; done
body="host=$(hostname) server=$SOCAT_SOCKADDR:$SOCAT_SOCKPORT client=$SOCAT_PEERADDR:$SOCAT_PEERPORT"
printf 'HTTP/1.0 200 OK\\r\\nContent-Type: text/plain\\r\\nContent-Length: %s\\r\\n\\r\\n%s\\n' "$((\${#body} + 1))" "$body"
`;

export const IMAGES: readonly ImageRecipe[] = [
  {
    // Not the upstream program: catatonit in its pause mode holds namespaces and reaps just the same.
    short: 'pause',
    names: ['registry.k8s.io/pause:3.10', 'registry.k8s.io/pause:latest', 'docker.io/library/pause:latest'],
    programs: [['/usr/bin/catatonit', '/pause']],
    withShell: false,
    files: [],
    folders: [],
    config: ['ENTRYPOINT ["/pause", "-P"]', 'USER 0'],
  },
  {
    short: 'busybox',
    names: ['docker.io/library/busybox:latest'],
    programs: [],
    withShell: true,
    files: [],
    folders: ['/tmp', '/root'],
    config: ['CMD ["sh"]'],
  },
  {
    short: 'nginx',
    names: ['docker.io/library/nginx:latest'],
    programs: [['/usr/sbin/nginx', '/usr/sbin/nginx']],
    withShell: true,
    files: [
      { path: '/etc/nginx/nginx.conf', mode: 0o644, text: NGINX_CONF },
      { path: '/etc/nginx/conf.d/default.conf', mode: 0o644, text: NGINX_SERVER },
      { path: '/etc/nginx/mime.types', mode: 0o644, text: MIME_TYPES },
      { path: '/usr/share/nginx/html/index.html', mode: 0o644, text: NGINX_PAGE },
    ],
    folders: ['/run', '/tmp', '/var/cache/nginx', '/var/log/nginx', '/var/lib/nginx'],
    config: ['EXPOSE 80', 'STOPSIGNAL SIGQUIT', 'CMD ["nginx", "-g", "daemon off;"]'],
  },
  {
    short: 'talk',
    names: ['docker.io/library/talk:latest'],
    programs: [['/usr/bin/socat', '/usr/bin/socat']],
    withShell: true,
    files: [
      { path: '/bin/talk', mode: 0o755, text: TALK },
      { path: '/bin/talk-answer', mode: 0o755, text: TALK_ANSWER },
    ],
    folders: ['/tmp', '/run'],
    config: ['EXPOSE 8080', 'ENTRYPOINT ["/bin/talk"]', 'CMD ["serve"]'],
  },
];

/** "nginx" → "docker.io/library/nginx:latest" */
export function fullImageName(name: string): string {
  const tagged = /:[^/]+$/.test(name) ? name : `${name}:latest`;
  const [first] = tagged.split('/');
  if (!tagged.includes('/')) return `docker.io/library/${tagged}`;
  return first?.includes('.') ? tagged : `docker.io/${tagged}`;
}

/** @returns the names among `wanted` that the catalogue has not. */
export function unknownImages(wanted: readonly string[]): string[] {
  const known = new Set(IMAGES.flatMap((image) => image.names));
  return wanted.filter((name) => !known.has(fullImageName(name)));
}
