// Projects: `quick` is what `npm test` runs; `long` holds the fault matrix and what else takes time.
const common = {
  testEnvironment: 'node',
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.json', diagnostics: false }] },
  modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/dist/'],
}

export default {
  testTimeout: 30_000,
  reporters: ['default', '<rootDir>/scripts/tally-reporter.mjs'],
  projects: [
    {
      ...common,
      displayName: 'quick',
      testMatch: ['<rootDir>/tests/{unit,contract,process}/**/*.test.ts'],
    },
    {
      ...common,
      displayName: 'long',
      testMatch: [
        '<rootDir>/tests/{demo,faults,package,network,races,examples,proxies,stores,fleet,diagnosis,browser}/**/*.test.ts',
      ],
    },
  ],
}
