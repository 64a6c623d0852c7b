"""What is in the package that `deploy/package` made."""

import os
import platform
import re
import stat
import subprocess
import unittest

import packaged
from packaged import GLIBC, readelf
from processes import ROOT, scratch

# What AWS Lambda takes; the glibc that its provided.al2023 has.
LARGEST = 15_000_000
NEWEST_GLIBC = (2, 34)

# A program that lives by its unwinder: an exception passes a function that has something to tidy up.
THROWING = """
#include <cstdio>
#include <stdexcept>
struct Tidy { ~Tidy() { std::puts("tidied up"); } };
__attribute__((noinline)) void fail(int count) { Tidy tidy; if (count > 0) throw std::runtime_error("caught"); }
int main(int count, char **) { try { fail(count); } catch (std::exception &error) { std::puts(error.what()); } }
"""


class InThePackage(unittest.TestCase):
    """The files of the package, one by one."""

    @classmethod
    def setUpClass(cls):
        cls.members = packaged.members()
        cls.programs = {}
        for name, (_, content) in cls.members.items():
            if content.startswith(b"\x7fELF"):
                cls.programs[name] = scratch(f"package-{name.replace('/', '-')}")
                with open(cls.programs[name], "wb") as file:
                    file.write(content)

    def test_there_are_the_program_which_may_be_run_and_libraries(self):
        mode = self.members["bootstrap"][0]
        self.assertTrue(stat.S_ISREG(mode))
        self.assertEqual(stat.S_IMODE(mode), 0o755)
        for name, (mode, _) in self.members.items():
            if name != "bootstrap":
                self.assertRegex(name, r"^lib/[^/]+\.so\.\d+$")
                self.assertEqual(stat.S_IMODE(mode), 0o644, name)
        self.assertEqual(set(self.programs), set(self.members))

    def test_it_is_not_larger_than_15_megabytes(self):
        self.assertLessEqual(os.path.getsize(packaged.ZIP), LARGEST)

    def test_nothing_in_it_needs_a_glibc_newer_than_that_of_lambda(self):
        for name, path in self.programs.items():
            needs = set(re.findall(r"Name: GLIBC_(\S+)", readelf(path, "--version-info")))
            self.assertTrue(needs, name)
            for version in needs:
                self.assertRegex(version, r"^[0-9.]+$", name)
                self.assertLessEqual(tuple(int(part) for part in version.split(".")), NEWEST_GLIBC, name)

    def test_each_library_that_something_in_it_needs_is_in_it_or_is_one_of_glibc(self):
        for name, path in self.programs.items():
            for library in re.findall(r"\(NEEDED\)\s+Shared library: \[(.+)\]", readelf(path, "--dynamic")):
                self.assertTrue(
                    GLIBC.fullmatch(library) or f"lib/{library}" in self.members, f"{name} needs {library}")

    def test_the_libraries_are_looked_for_beside_the_program_first(self):
        # A path of this kind holds for the libraries of libraries, and comes before LD_LIBRARY_PATH.
        told = readelf(self.programs["bootstrap"], "--dynamic")
        self.assertIn("(RPATH)              Library rpath: [$ORIGIN/lib]", told)
        self.assertNotIn("RUNPATH", told)

    def test_names_of_functions_and_notes_for_debuggers_were_taken_out(self):
        sections = readelf(self.programs["bootstrap"], "--section-headers")
        for name in (".symtab", ".debug_", ".swift_modhash", ".note.gnu.build-id"):
            self.assertNotIn(f" {name}", sections)

    def test_memory_that_tells_where_functions_are_is_sealed_and_none_is_both_written_and_run(self):
        for name, path in self.programs.items():
            self.assertRegex(readelf(path, "--dynamic"), r"(?m)^.*FLAGS_1.* NOW", name)
            segments = readelf(path, "--program-headers")
            self.assertIn("GNU_RELRO", segments)
            self.assertNotIn("RWE", segments)
        self.assertIn("PIE", readelf(self.programs["bootstrap"], "--dynamic"))

    def test_it_is_for_the_architecture_of_this_machine(self):
        machine = {"x86_64": "X86-64", "aarch64": "AArch64"}[platform.machine()]
        for path in self.programs.values():
            self.assertRegex(readelf(path, "--file-header"), rf"Machine:.*{machine}")

    def test_it_tells_nothing_of_the_folder_that_it_was_built_in(self):
        for name, (_, content) in self.members.items():
            self.assertNotIn(ROOT.encode(), content, name)

    def test_an_exception_finds_its_way_with_what_stands_in_for_a_newer_glibc(self):
        source, program = scratch("throwing.cpp"), scratch("throwing")
        with open(source, "w", encoding="utf-8") as file:
            file.write(THROWING)
        libraries = os.path.join(ROOT, ".build", "package", "libraries", "lib")
        subprocess.run(
            ["clang++", source, "-o", program, "-fuse-ld=lld", "-Wl,--gc-sections", f"-L{libraries}",
             f"-Wl,-rpath,{libraries}", os.path.join(libraries, "older-glibc.o")], check=True, timeout=60)
        told = subprocess.run([program], check=True, capture_output=True, text=True, timeout=20)
        self.assertEqual(told.stdout, "tidied up\ncaught\n")
        needs = re.findall(r"Name: GLIBC_2\.(\d+)", readelf(program, "--version-info"))
        self.assertLessEqual(max(int(version) for version in needs), NEWEST_GLIBC[1])
