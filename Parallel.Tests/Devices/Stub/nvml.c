/* Stands in for libnvidia-ml.so.1: the devices that STUB_GPUS names, separated by commas. See stub.h. */
#include "stub.h"

enum { NOT_SUPPORTED = 3, NO_PERMISSION = 4, NOT_FOUND = 6, GPU_IS_LOST = 15 };
enum { INSTANCES = 2, MOST_INSTANCES = 7 };

typedef struct { int gpu, instance; } device; /* instance 0: the whole GPU */
typedef struct { unsigned long long total, free, used; } memory_info;
static device devices[MOST_GPUS][MOST_INSTANCES + 1];

int nvmlInit_v2(void)
{
    if (strcmp(kind_of(0), "crash") == 0) {
        abort();
    }
    return 0;
}

int nvmlShutdown(void) { return 0; }

const char *nvmlErrorString(int error) { return error == GPU_IS_LOST ? "GPU is lost" : "Some error"; }

int nvmlDeviceGetCount_v2(unsigned int *count)
{
    *count = count_gpus();
    return 0;
}

static int open_device(int gpu, int instance, device **opened)
{
    *opened = &devices[gpu][instance];
    (*opened)->gpu = gpu;
    (*opened)->instance = instance;
    return 0;
}

int nvmlDeviceGetHandleByIndex_v2(unsigned int index, device **opened)
{
    if (strcmp(kind_of(index), "broken") == 0) {
        return GPU_IS_LOST;
    }
    return strcmp(kind_of(index), "hidden") == 0 ? NO_PERMISSION : open_device(index, 0, opened);
}

int nvmlDeviceGetUUID(device *of, char *text, unsigned int size)
{
    if (of->instance) {
        snprintf(text, size, "MIG-%08d-%04d-4000-8000-000000000000", of->gpu, of->instance);
    } else {
        snprintf(text, size, "GPU-%08d-0000-4000-8000-000000000000", of->gpu);
    }
    return 0;
}

int nvmlDeviceGetName(device *of, char *text, unsigned int size)
{
    snprintf(text, size, of->instance ? "Stub GPU MIG 1g.8gb" : "Stub GPU");
    return 0;
}

int nvmlDeviceGetMemoryInfo(device *of, memory_info *memory)
{
    memory->total = of->instance ? GPU_MEMORY / INSTANCES : GPU_MEMORY;
    memory->used = 1ull << 30;
    memory->free = memory->total - memory->used;
    return 0;
}

int nvmlDeviceGetComputeMode(device *of, int *mode)
{
    *mode = strcmp(kind_of(of->gpu), "prohibited") == 0 ? 2 : 0;
    return 0;
}

int nvmlDeviceGetCpuAffinity(device *of, unsigned int words, unsigned long *set)
{
    if (words == 0) {
        return NOT_SUPPORTED;
    }
    memset(set, 0, words * sizeof *set);
    set[0] = 1ul << near_processor(of->gpu);
    return 0;
}

int nvmlDeviceGetMemoryAffinity(device *of, unsigned int words, unsigned long *set, unsigned int scope)
{
    memset(set, 0, words * sizeof *set);
    set[0] = 1ul << (of->gpu % 2);
    return scope == 0 ? 0 : NOT_SUPPORTED;
}

int nvmlDeviceGetMigMode(device *of, unsigned int *current, unsigned int *pending)
{
    if (strncmp(kind_of(of->gpu), "mig", 3) != 0) {
        return NOT_SUPPORTED;
    }
    *current = *pending = 1;
    return 0;
}

int nvmlDeviceGetMaxMigDeviceCount(device *of, unsigned int *count)
{
    (void)of;
    *count = MOST_INSTANCES;
    return 0;
}

/* There are gaps: only every third number has an instance. */
int nvmlDeviceGetMigDeviceHandleByIndex(device *of, unsigned int index, device **opened)
{
    if (strcmp(kind_of(of->gpu), "migless") == 0 || index % 3 != 0 || index / 3 >= INSTANCES) {
        return NOT_FOUND;
    }
    return open_device(of->gpu, index / 3 + 1, opened);
}
