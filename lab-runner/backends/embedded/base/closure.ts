// Which installed packages a set of packages needs. Pure; reads the listing that dpkg-query prints.

export interface InstalledPackage {
  name: string;
  version: string;
  provides: string[];
  /** Alternatives per dependency: [["crun", "runc"], ["conmon"]]. */
  depends: string[][];
}

/** What {@link parseInstalled} expects: one package a line. */
export const DPKG_FORMAT =
  '${Package}\\t${Version}\\t${db:Status-Abbrev}\\t${Provides}\\t${Pre-Depends}\\t${Depends}\\n';

/** @returns the installed packages by name; those removed but not purged are left out. */
export function parseInstalled(text: string): Map<string, InstalledPackage> {
  const installed = new Map<string, InstalledPackage>();
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [name, version, status, provides, preDepends, depends] = line.split('\t');
    if (name === undefined || version === undefined || !status?.startsWith('ii')) continue;
    installed.set(name, {
      name,
      version,
      provides: names(provides ?? ''),
      depends: [...relations(preDepends ?? ''), ...relations(depends ?? '')],
    });
  }
  return installed;
}

/**
 * @param leaveOut packages that a lab has no use for; what only they need is left out too.
 * @returns the names, sorted. A root that is not installed is ignored: whether it is required is decided elsewhere.
 */
export function closePackages(
  installed: ReadonlyMap<string, InstalledPackage>,
  roots: readonly string[],
  leaveOut: ReadonlySet<string>,
): string[] {
  const providers = new Map<string, string>();
  for (const item of installed.values()) for (const virtual of item.provides) providers.set(virtual, item.name);

  const closed = new Set<string>();
  const open = [...roots];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const item = installed.get(name);
    if (!item || closed.has(name) || leaveOut.has(name)) continue;
    closed.add(name);
    for (const alternatives of item.depends) {
      const chosen = alternatives.find((one) => installed.has(one)) ?? providers.get(alternatives[0] ?? '');
      if (chosen !== undefined) open.push(chosen);
    }
  }
  return [...closed].sort();
}

function relations(field: string): string[][] {
  return field === '' ? [] : field.split(',').map((group) => group.split('|').map(bareName));
}

function names(field: string): string[] {
  return field === '' ? [] : field.split(',').map(bareName);
}

/** "libc6:any (>= 2.34)" → "libc6" */
function bareName(relation: string): string {
  return relation.trim().replace(/[\s(:].*$/, '');
}
