using System.Text.Json.Serialization;

namespace EventGen.Tests.Guards;

/// <summary>An event without key and publisher, whose synchronous handlers are all that an emit calls. The first of them fails.</summary>
[Event]
public sealed record Echo([property: JsonIgnore] FrailWork Work)
{
    public FrailNote Note => new(Work);
}

public static class EchoHandlers
{
    [Subscribe(Order = 1)]
    public static void Fail(Echo e) => throw e.Work.Failure();
}

/// <summary>The same, with a handler that takes a service.</summary>
[Event]
public sealed record ServedEcho;

public static class ServedEchoHandlers
{
    [Subscribe]
    public static void Serve(ServedEcho e, FrailService service) => service.Use();
}
