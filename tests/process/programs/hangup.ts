// The command line, as `dist/cli/main.js` is.
import '../../../src/cli/main.js'
