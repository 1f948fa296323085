using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace EventGen.CompilerServices;

/// <summary>The ambient group of an interface: what a generated <c>Events</c> accessor returns.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class AmbientGroup<T> where T : class
{
    // Set only while no other bus can be meant than the one of this group; see AmbientBus.
    private static EventGroup<T>? s_group;

    /// <summary>The group on <see cref="EventBus.Current"/>: one static field while the process has one bus.</summary>
    public static EventGroup<T> Current => s_group ?? Find();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static EventGroup<T> Find()
    {
        var bus = EventBus.Current;
        var group = bus.Group<T>();
        AmbientBus.Cache(bus, group, static kept => s_group = kept);
        return group;
    }
}
