/* assets: finds an embedded file by its path. Reads the generated table, writes nothing. */
#include "net/assets.h"

const struct asset *assets_find(k_str path)
{
    size_t low = 0, high = n_assets;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = k_str_cmp(assets[middle].path, path);
        if (order == 0)
            return &assets[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
