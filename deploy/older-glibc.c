// What glibc has since 2.35 and AWS Lambda's glibc, 2.34, has not, for programs that are built against a newer one: the
// linker takes these functions instead, so that the program does not ask the loader for them.
#define _GNU_SOURCE
#include <features.h>

#if __GLIBC_PREREQ(2, 35)
#include <dlfcn.h>
#include <link.h>
#include <math.h>
#include <stddef.h>
#include <stdint.h>

#define OURS __attribute__((visibility("hidden")))

/// The square root of x² + y², as glibc computes it since 2.35: doubles have room for the squares of all floats.
OURS float hypotf(float x, float y) {
    if (isinf(x) || isinf(y)) return INFINITY;
    return (float)sqrt((double)x * x + (double)y * y);
}

/// An address that is looked for, and where to tell about it.
struct search {
    uintptr_t address;
    struct dl_find_object *found;
};

/// Tells whether an object holds the address, and notes where its table for unwinding is.
static int look(struct dl_phdr_info *object, size_t size, void *context) {
    (void)size;
    struct search *search = context;
    const ElfW(Phdr) *table = NULL;
    int holds = 0;
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &object->dlpi_phdr[i];
        uintptr_t start = object->dlpi_addr + part->p_vaddr;
        if (part->p_type == PT_GNU_EH_FRAME) table = part;
        if (part->p_type != PT_LOAD || search->address - start >= part->p_memsz) continue;
        holds = 1;
        search->found->dlfo_map_start = (void *)start;
        search->found->dlfo_map_end = (void *)(start + part->p_memsz);
    }
    if (!holds || !table) return 0;
    search->found->dlfo_eh_frame = (void *)(object->dlpi_addr + table->p_vaddr);
    return 1;
}

/// Where libgcc's unwinder finds how to leave the function at an address; 0, or -1 where nobody knows.
OURS int _dl_find_object(void *address, struct dl_find_object *found) {
    struct search search = {(uintptr_t)address, found};
    return dl_iterate_phdr(look, &search) == 1 ? 0 : -1;
}
#endif
