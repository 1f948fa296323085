namespace EventGen.Tests.Guards;

/// <summary>A source of metadata that throws.</summary>
internal sealed class HostileMetadataSource : IEventMetadataSource
{
    public EventMetadata? Current => throw new HostileException();
}
