// What every page loads, after its content. Nothing here is needed to read or to act.
import { foldFilters } from "./filters.js";
import { followLists } from "./live.js";
import { enhanceMenu } from "./menu.js";
import { followPasswords } from "./password.js";
import { walkQueue } from "./queue.js";
import { enableSharing } from "./share.js";

enhanceMenu();
foldFilters();
enableSharing();
followLists();
followPasswords();
walkQueue();
