namespace EventGen.Tests.Declaring;

public sealed class DescriptorTests
{
    private readonly EventBus _bus = TestBus.Create();

    [Fact]
    public void Descriptor_SaysWhatWasDeclared()
    {
        var descriptor = _bus.Topic<FullyDeclaredEvent>().Descriptor;

        Assert.Equal(("parcel.sent", 3, typeof(FullyDeclaredEvent)), (descriptor.Id, descriptor.Version, descriptor.PayloadType));
        Assert.Equal("A parcel left the house.", descriptor.Description);
        Assert.Equal(["second", "first"], descriptor.Publishers);
        Assert.Equal(["the post"], descriptor.Handlers);
        Assert.Equal("Customer", descriptor.Key);
        Assert.Empty(descriptor.Triggers);
        Assert.Equal(
            [
                new EventField("Parcel", typeof(Guid), Required: true),
                new EventField("Customer", typeof(string), Required: true),
                new EventField("Note", typeof(string), Required: false),
                new EventField("Weight", typeof(int?), Required: false),
                new EventField("Pieces", typeof(int), Required: false),
            ],
            descriptor.Fields.Where(static field => field.Name != "Label"));
    }

    [Fact]
    public void Descriptor_OfAnEventThatSaysLittle_HasTheDefaults()
    {
        var descriptor = _bus.Topic<HTTPRequestSeen>().Descriptor;

        Assert.Equal(("http.request.seen", 1, "Said in so many words."), (descriptor.Id, descriptor.Version, descriptor.Description));
        Assert.Empty(descriptor.Publishers);
        Assert.Empty(descriptor.Handlers);
        Assert.Null(descriptor.Key);
        Assert.Equal(["Path", "Status"], descriptor.Fields.Select(static field => field.Name));
    }

    [Fact]
    public void Accessor_IsNamedAsTheTypeLessEvent()
    {
        using var use = EventBus.Use(_bus);

        Assert.Same(_bus.Topic<FullyDeclaredEvent>(), Events.FullyDeclared);
        Assert.Same(_bus.Topic<HTTPRequestSeen>(), Events.HTTPRequestSeen);
        Assert.Same(_bus.Topic<RawSample>(), Events.RawSample);
    }

    [Fact]
    public void Module_IsNamedAfterTheAssembly() => Assert.Equal("EventGen.Tests", EventGenTestsEventModule.Instance.Name);

    [Fact]
    public async Task HandlerOfABaseClass_IsAHandlerOfTheDerivedClass()
    {
        double handled = 0;
        DerivedSampleHandler.Disposed.Value = value => handled = value;

        _bus.Topic<RawSample>().Emit(new RawSample { Value = 1.5 });
        await _bus.Topic<RawSample>().InvokeAsync(new RawSample { Value = 2 });
        Assert.Equal(["EventGen.Tests.Declaring.DerivedSampleHandler.Handle"], _bus.Topic<RawSample>().Descriptor.Handlers);

        await _bus.DisposeAsync();
        Assert.Equal(3.5, handled);
    }
}

/// <summary>
/// A parcel left
/// the house.
/// </summary>
[Event("parcel.sent", Version = 3)]
[PublishTo("second")]
[PublishTo("first")]
public sealed record FullyDeclaredEvent(Guid Parcel, [property: EventKey] string Customer, string? Note, int? Weight, int Pieces = 1)
{
    public string Label => $"{Customer}/{Parcel}";
}

[Event(Description = "Said in so many words.")]
public sealed class HTTPRequestSeen
{
    public required string Path { get; init; }

    public int Status { get; init; }
}

[Event]
public struct RawSample
{
    public double Value;
}

/// <summary>A handler that its derived classes inherit.</summary>
public abstract class SampleHandler
{
    [Subscribe]
    public void Handle(RawSample e) => Handled += e.Value;

    public double Handled { get; private set; }
}

public sealed class DerivedSampleHandler : SampleHandler, IDisposable
{
    public static AsyncLocal<Action<double>?> Disposed { get; } = new();

    public void Dispose() => Disposed.Value?.Invoke(Handled);
}

public static class ParcelHandlers
{
    [Subscribe(Name = "the post")]
    public static void Post(FullyDeclaredEvent e)
    {
    }
}
