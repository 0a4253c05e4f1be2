/* version: which Kith this is. */
#ifndef KITH_BASE_VERSION_H
#define KITH_BASE_VERSION_H

/* "0.1.0" for a release, "0.1.0+g1a2b3c4d5e" (its commit) for anything else. */
extern const char k_version[];

#endif
