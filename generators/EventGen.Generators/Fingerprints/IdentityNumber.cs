using System.Runtime.CompilerServices;

namespace EventGen.Generators.Fingerprints;

/// <summary>Numbers immutable objects of the compiler, so that a digest can tell them apart without keeping them.</summary>
/// <remarks>An object keeps its number for life, and no other ever gets it. Thread safe.</remarks>
internal static class IdentityNumber
{
    private static readonly ConditionalWeakTable<object, StrongBox<long>> s_numbers = new();

    // Only ever raised.
    private static long s_last;

    public static long Of(object it) => s_numbers.GetValue(it, static _ => new StrongBox<long>(Interlocked.Increment(ref s_last))).Value;
}
