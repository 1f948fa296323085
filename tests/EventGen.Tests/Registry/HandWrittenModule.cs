using EventGen.CompilerServices;

namespace EventGen.Tests.Registry;

/// <summary>A module that no generator wrote.</summary>
internal sealed class HandWrittenModule(string name, Action<EventModuleBuilder> build) : EventModule(name)
{
    public int Builds { get; private set; }

    /// <summary>How often somebody has asked what tools read of the assembly.</summary>
    public int ManifestReads { get; private set; }

    public override ReadOnlySpan<byte> Manifest
    {
        get
        {
            ManifestReads++;
            return "{}"u8;
        }
    }

    protected override void Build(EventModuleBuilder module)
    {
        Builds++;
        build(module);
    }

    /// <summary>The definition of an event, as a generator would write it.</summary>
    public static EventDefinition<T> Define<T>(string id) => new() { Descriptor = new EventDescriptor { Id = id, PayloadType = typeof(T) } };
}
