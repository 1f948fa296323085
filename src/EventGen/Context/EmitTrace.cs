using System.Diagnostics;

namespace EventGen;

/// <summary>The span in which something was emitted, sampled or not. Immutable.</summary>
/// <remarks>An object, so that what carries one neither gets larger nor loads the assembly of spans where there is none.</remarks>
internal sealed class EmitTrace(ActivityContext context)
{
    private readonly ActivityContext _context = context;

    public ref readonly ActivityContext Context => ref _context;
}
