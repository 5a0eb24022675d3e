/* A stand-in for NVIDIA's management library with two GPUs, for tests on machines without one.
   Compiled with -DCOUNT=n, -DINIT=n to let nvmlInit_v2 answer n, -DWITHOUT_MEMORY to lack a function. */
#include <stdio.h>
#include <string.h>

#ifndef COUNT
#define COUNT 2
#endif
#ifndef INIT
#define INIT 0
#endif

typedef struct { unsigned long long total, free, used; } Memory;
typedef struct { unsigned index; } Device;

static Device devices[2] = {{0}, {1}};
static int open_count = 0;

int nvmlInit_v2(void) { open_count += INIT == 0; return INIT; }
int nvmlShutdown(void) { return open_count-- > 0 ? 0 : 1; }
int nvmlDeviceGetCount_v2(unsigned *count) { *count = COUNT; return open_count > 0 ? 0 : 1; }

int nvmlDeviceGetHandleByIndex_v2(unsigned index, Device **device) {
  if (open_count <= 0 || index >= COUNT) return 2;
  *device = &devices[index];
  return 0;
}

int nvmlDeviceGetName(Device *device, char *name, unsigned length) {
  if (length < 96) return 7;
  snprintf(name, length, "Fake GPU %u", device->index);
  return 0;
}

#ifndef WITHOUT_MEMORY
int nvmlDeviceGetMemoryInfo(Device *device, Memory *memory) {
  memory->total = 24ULL << 30;
  memory->free = (device->index == 0 ? 3ULL : 20ULL) << 30;
  memory->used = memory->total - memory->free;
  return 0;
}
#endif
