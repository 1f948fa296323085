namespace EventGen.Tests.Guards;

/// <summary>An event whose key cannot be read.</summary>
[Event]
public sealed class Keyless
{
    [EventKey]
    public string Key => throw new InvalidOperationException("no key");
}
