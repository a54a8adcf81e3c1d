// The same tests, compiled by `npm run build:all`: for the versions of Node in scripts/nodes.mjs.
export default {
  testEnvironment: 'node',
  testTimeout: 30_000,
  // Most of them wait for sockets and clocks: a worker less than there are processors, as Jest has it, leaves half of two idle.
  maxWorkers: '100%',
  roots: ['<rootDir>/build'],
  testMatch: ['<rootDir>/build/tests/{unit,contract,process}/**/*.test.js'],
  transform: {},
  reporters: ['default', '<rootDir>/scripts/tally-reporter.mjs'],
}
