namespace EventGen.Tests.Versions;

/// <summary>An event in its third version. The first two are read and upgraded, one by the other.</summary>
[Event("versioned", Version = 3)]
[PublishTo("first")]
public sealed record VersionedEvent([property: EventKey] string Name, int Count, string Unit)
{
    public sealed record V1(string Name);

    public sealed record V2(string Name, int Count)
    {
        [EventUpgrade]
        public static V2 From(V1 old) => new(old.Name, 1);
    }

    [EventUpgrade]
    public static VersionedEvent From(V2 old) => new(old.Name, old.Count >= 0 ? old.Count : throw new InvalidDataException("secret"), "kg");
}
