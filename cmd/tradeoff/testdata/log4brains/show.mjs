// Prints what @log4brains/core makes of a project, as JSON: node show.mjs NODE_MODULES PROJECT
import { createRequire } from "node:module";
import path from "node:path";

const [modules, project] = process.argv.slice(2);
const { Log4brains } = createRequire(path.join(path.resolve(modules), "x.js"))("@log4brains/core");

const adrs = await Log4brains.create(path.resolve(project)).searchAdrs();
const records = adrs.map((a) => ({
  slug: a.slug,
  title: a.title ?? "",
  status: a.status,
  date: (a.publicationDate ?? "").slice(0, 10), // of 23:59:59 in the project's zone, which is UTC here
  supersededBy: a.supersededBy ?? "",
  deciders: a.deciders,
  tags: a.tags,
  links: [...a.body.enhancedMdx.matchAll(/<AdrLink slug="([^"]*)"/g)].map((m) => m[1]),
}));
console.log(JSON.stringify(records));
