using System.Runtime.CompilerServices;

namespace EventGen.Tests.Dispatch;

/// <summary>Measures what a piece of code allocates on this thread.</summary>
internal static class Allocated
{
    /// <summary>Bytes that so many runs allocate, once the code is warm.</summary>
    public static long By(int runs, Action run)
    {
        for (int i = 0; i < 100; i++) run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < runs; i++) run();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>The size of one object of a class.</summary>
    public static long SizeOf<T>() where T : class
    {
        // The first one of a type makes what the runtime keeps for it.
        RuntimeHelpers.GetUninitializedObject(typeof(T));
        long before = GC.GetAllocatedBytesForCurrentThread();
        object made = RuntimeHelpers.GetUninitializedObject(typeof(T));
        long size = GC.GetAllocatedBytesForCurrentThread() - before;
        GC.KeepAlive(made);
        return size;
    }

    /// <summary>The size of an array of bytes.</summary>
    public static long SizeOfArray(int length)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        object made = new byte[length];
        long size = GC.GetAllocatedBytesForCurrentThread() - before;
        GC.KeepAlive(made);
        return size;
    }
}
