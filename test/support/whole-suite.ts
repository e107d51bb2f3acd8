/** `npm run test:all`: each scenario and more seeds, where `npm test` takes some of them. */
export const isWholeSuite = process.env['VTSIM_TESTS'] === 'all'
