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

    // Made when first asked for. If two threads race, either serves.
    private AmbientState? _alone;
    private CapturedMetadata? _metadata;

    public ref readonly ActivityContext Context => ref _context.Value;

    /// <summary>What an event takes along that is emitted in the trace and nothing else.</summary>
    public AmbientState Alone => _alone ??= AmbientState.Empty with { Trace = this };

    /// <summary>What an event carries that is emitted in the trace and nothing else.</summary>
    /// <param name="own">What every event of the bus carries.</param>
    public EventMetadata MetadataOf(EventMetadata own)
    {
        if (_metadata is { } known && known.IsOf(own, this)) return known.Metadata;
        var captured = EventMetadata.Capture(own, AmbientState.Empty, this);
        _metadata = new CapturedMetadata(own, this, captured);
        return captured;
    }
}
