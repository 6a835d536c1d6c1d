/**
 * The import rules of ARCHITECTURE.md. `npm run deps` runs them; scripts/import-rules.test.mjs breaks each on purpose.
 * @type {import('dependency-cruiser').IConfiguration}
 */
const TESTS = '\\.(test|integration\\.test|spec)\\.tsx?$';
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'grader-is-alone',
      severity: 'error',
      comment: 'grader imports nothing of the project',
      from: { path: '^grader/' },
      to: { path: '^(app|content|lab-runner|e2e|scripts)/' },
    },
    {
      name: 'grader-does-no-io',
      severity: 'error',
      comment: 'grader is pure: no node built-in, tests apart',
      from: { path: '^grader/', pathNot: TESTS },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'runner-knows-no-users',
      severity: 'error',
      from: { path: '^lab-runner/' },
      to: { path: '^(grader|content|app|e2e)/' },
    },
    {
      name: 'cluster-imports-sys-only',
      severity: 'error',
      from: { path: '^lab-runner/cluster/' },
      to: { path: '^(app|content|grader|e2e|lab-runner/(?!cluster/|sys/))' },
    },
    {
      name: 'app-sees-faces-only',
      severity: 'error',
      comment: 'app imports grader, content/_schema and lab-runner/api.ts',
      from: { path: '^app/', pathNot: TESTS },
      to: { path: '^(lab-runner/(?!api\\.ts$)|content/(?!_schema/)|e2e/)' },
    },
    {
      name: 'content-sees-grader-only',
      severity: 'error',
      from: { path: '^content/_schema/', pathNot: TESTS },
      to: { path: '^(app|lab-runner|e2e)/' },
    },
    { name: 'nothing-imports-tests', severity: 'error', from: { pathNot: TESTS }, to: { path: TESTS } },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '\\.css$' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(node_modules|\\.next|dist)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json', '.css'],
      conditionNames: ['import', 'require', 'node', 'default'],
      exportsFields: ['exports'],
    },
  },
};
