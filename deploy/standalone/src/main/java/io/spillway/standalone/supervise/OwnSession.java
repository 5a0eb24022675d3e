package io.spillway.standalone.supervise;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Leaves the terminal: neither its Ctrl-C nor its closing reaches this process or its children from then on. Called
 * from here because macOS has no {@code setsid} command.
 */
final class OwnSession {
    private OwnSession() {}

    static void begin() {
        Linker linker = Linker.nativeLinker();
        linker.defaultLookup().find("setsid").ifPresent(function -> {
            MethodHandle setsid = linker.downcallHandle(function, FunctionDescriptor.of(ValueLayout.JAVA_INT));
            try {
                int session = (int) setsid.invokeExact();
                if (session < 0) {
                    System.out.println("this process already leads a session");
                }
            } catch (Throwable e) {
                throw new IllegalStateException("setsid failed", e);
            }
        });
    }
}
