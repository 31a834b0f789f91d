/*
 * What both stubs share. STUB_GPUS names the devices: gpu, mig (split into two instances), migless (split, without an
 * instance), broken (its handle cannot be had), hidden (kept from this job), prohibited (not to be computed on), crash
 * (asking the driver ends the process).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_GPUS = 16 };
#define GPU_MEMORY (16ull << 30)

static const char *kinds(void)
{
    const char *text = getenv("STUB_GPUS");
    return text ? text : "";
}

static int count_gpus(void)
{
    int count = kinds()[0] ? 1 : 0;
    for (const char *c = kinds(); *c; c++) {
        count += *c == ',';
    }
    return count;
}

__attribute__((unused)) static const char *kind_of(int gpu)
{
    static char kind[32];
    const char *from = kinds();
    for (int i = 0; i < gpu && from; i++) {
        from = strchr(from, ',');
        from = from ? from + 1 : NULL;
    }
    snprintf(kind, sizeof kind, "%s", from ? from : "");
    kind[strcspn(kind, ",")] = 0;
    return kind;
}

__attribute__((unused)) static int near_processor(int gpu) { return gpu % sysconf(_SC_NPROCESSORS_ONLN); }
