// Serves a description by Prism: node serve.cjs FILE PORT. `prism mock` would do, but to list its routes it writes the
// percent-encoded name over that of each query parameter; `filter[from]` is then never found in a request.
const { createServer } = require("@stoplight/prism-http-server");
const { getHttpOperationsFromSpec } = require("@stoplight/prism-http");
const { createLogger } = require("@stoplight/prism-core");

async function serve(file, port) {
  const operations = await getHttpOperationsFromSpec(file);
  const config = {
    isProxy: false,
    validateRequest: true,
    validateResponse: true,
    checkSecurity: true,
    errors: false,
    upstreamProxy: undefined,
    mock: { dynamic: false, ignoreExamples: false },
  };
  const components = { logger: createLogger("HTTP SERVER", { level: "silent" }) };
  await createServer(operations, { cors: false, config, components }).listen(port, "127.0.0.1");
}

serve(process.argv[2], Number(process.argv[3])).catch((error) => {
  console.error(error);
  process.exit(1);
});
