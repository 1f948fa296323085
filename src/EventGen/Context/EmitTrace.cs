using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace EventGen;

/// <summary>The span in which something was emitted, sampled or not. Immutable.</summary>
/// <remarks>
/// An object, so that what carries one does not get larger. Inside of another, since a class is loaded with the types of the values in it, and
/// where there is no span the assembly of spans is not to be loaded.
/// </remarks>
internal sealed class EmitTrace(ActivityContext context)
{
    private readonly StrongBox<ActivityContext> _context = new(context);

    public ref readonly ActivityContext Context => ref _context.Value;
}
