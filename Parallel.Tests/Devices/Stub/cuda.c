/*
 * Stands in for libcuda.so.1: device memory is memory of the process, and the one kernel of the sample GpuInference is
 * computed here when it is launched. STUB_LOG names a file that tells what was not freed when a context was released.
 */
#include "stub.h"

enum { INVALID_VALUE = 1, NO_DEVICE = 100, INVALID_DEVICE = 101, INVALID_CONTEXT = 201, NOT_FOUND = 500 };

static int contexts, modules, allocations;
static __thread void *current;

int cuInit(unsigned int flags) { return flags ? INVALID_VALUE : count_gpus() ? 0 : NO_DEVICE; }

int cuGetErrorName(int error, const char **text)
{
    *text = error == NO_DEVICE ? "CUDA_ERROR_NO_DEVICE" : "CUDA_ERROR";
    return 0;
}

/* One index or UUID is all that the tests have it read. */
static int first_visible(int *count)
{
    const char *text = getenv("CUDA_VISIBLE_DEVICES");
    *count = text ? *text != 0 : count_gpus();
    return text && *text ? atoi(strncmp(text, "GPU-", 4) == 0 ? text + 4 : text) : 0;
}

int cuDeviceGetCount(int *count)
{
    first_visible(count);
    return 0;
}

int cuDeviceGet(int *device, int ordinal)
{
    int count, first = first_visible(&count);
    *device = first + ordinal;
    return ordinal < count ? 0 : INVALID_DEVICE;
}

int cuDeviceGetName(char *text, int size, int device)
{
    (void)device;
    snprintf(text, size, "Stub GPU");
    return 0;
}

int cuDeviceGetUuid_v2(unsigned char *uuid, int device)
{
    memset(uuid, 0, 16);
    uuid[3] = device / 10 * 16 + device % 10;
    uuid[6] = 0x40;
    uuid[8] = 0x80;
    return 0;
}

int cuDeviceTotalMem_v2(size_t *bytes, int device)
{
    (void)device;
    *bytes = GPU_MEMORY;
    return 0;
}

int cuDeviceGetAttribute(int *value, int attribute, int device)
{
    (void)device;
    *value = 0;
    return attribute == 33 || attribute == 34 || attribute == 50 ? INVALID_VALUE : 0;
}

int cuDevicePrimaryCtxRetain(void **context, int device)
{
    (void)device;
    contexts++;
    *context = &contexts;
    return 0;
}

int cuDevicePrimaryCtxRelease_v2(int device)
{
    (void)device;
    if (--contexts < 0) {
        return INVALID_CONTEXT;
    }
    FILE *log = getenv("STUB_LOG") ? fopen(getenv("STUB_LOG"), "a") : NULL;
    if (log) {
        fprintf(log, "contexts %d, modules %d, allocations %d\n", contexts, modules, allocations);
        fclose(log);
    }
    return 0;
}

int cuCtxSetCurrent(void *context)
{
    current = context;
    return 0;
}

int cuModuleLoadData(void **module, const char *image)
{
    if (!current || !strstr(image, ".visible .entry dense(")) {
        return current ? INVALID_VALUE : INVALID_CONTEXT;
    }
    modules++;
    *module = &modules;
    return 0;
}

int cuModuleUnload(void *module)
{
    modules -= module == &modules;
    return current ? 0 : INVALID_CONTEXT;
}

int cuModuleGetFunction(void **function, void *module, const char *name)
{
    *function = module;
    return strcmp(name, "dense") == 0 ? 0 : NOT_FOUND;
}

int cuMemAlloc_v2(unsigned long long *memory, size_t bytes)
{
    if (!current || bytes == 0) {
        return current ? INVALID_VALUE : INVALID_CONTEXT;
    }
    allocations++;
    *memory = (unsigned long long)malloc(bytes);
    return 0;
}

int cuMemFree_v2(unsigned long long memory)
{
    if (!current) {
        return INVALID_CONTEXT;
    }
    allocations--;
    free((void *)memory);
    return 0;
}

int cuMemcpyHtoD_v2(unsigned long long memory, const void *host, size_t bytes)
{
    return current ? memcpy((void *)memory, host, bytes), 0 : INVALID_CONTEXT;
}

int cuMemcpyDtoH_v2(void *host, unsigned long long memory, size_t bytes)
{
    return current ? memcpy(host, (void *)memory, bytes), 0 : INVALID_CONTEXT;
}

int cuLaunchKernel(void *function, unsigned int gx, unsigned int gy, unsigned int gz, unsigned int bx, unsigned int by,
                   unsigned int bz, unsigned int shared, void *stream, void **parameters, void **extra)
{
    if (!current || function != &modules || gz != 1 || by != 1 || bz != 1 || shared || stream || extra) {
        return INVALID_VALUE;
    }
    const float *x = *(const float **)parameters[0], *w = *(const float **)parameters[1];
    const float *bias = *(const float **)parameters[2];
    float *y = *(float **)parameters[3];
    unsigned int inputs = *(unsigned int *)parameters[4], outputs = *(unsigned int *)parameters[5];
    for (unsigned int row = 0; row < gy; row++) {
        for (unsigned int column = 0; column < gx * bx && column < outputs; column++) {
            float sum = bias[column];
            for (unsigned int i = 0; i < inputs; i++) {
                sum += x[(size_t)row * inputs + i] * w[(size_t)i * outputs + column];
            }
            y[(size_t)row * outputs + column] = *(unsigned int *)parameters[6] && sum < 0 ? 0 : sum;
        }
    }
    return 0;
}
