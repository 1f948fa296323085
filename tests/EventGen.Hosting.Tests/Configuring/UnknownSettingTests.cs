using EventGen.Hosting.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace EventGen.Hosting.Tests.Configuring;

public sealed class UnknownSettingTests
{
    [Theory]
    [InlineData("QueueCapcity", "QueueCapcity in the configuration is no setting of the event bus; did you mean 'QueueCapacity'?")]
    [InlineData("workrs", "workrs in the configuration is no setting of the event bus; did you mean 'Workers'?")]
    [InlineData("NatsUrl", "NatsUrl in the configuration is no setting of the event bus; did you mean 'NatsAddress' or 'NatsStream'?")]
    [InlineData("Retry:Atempts", "Retry:Atempts in the configuration is no setting of a retry; did you mean 'Attempts'?")]
    [InlineData("Events:order.placed:Retri", "Events:order.placed:Retri in the configuration is no setting of an event; did you mean 'Retry'?")]
    [InlineData("Events:order.placed:Handlers:receipts:Timeout", "Events:order.placed:Handlers:receipts:Timeout in the configuration is no setting of a handler; there are: Retry, HandlerTimeout.")]
    [InlineData("Events:order.paced:HandlerTimeout", "Events[order.paced] is no event of this bus; did you mean 'order.placed'?")]
    [InlineData("Events:order.placed:Handlers:receipt:HandlerTimeout", "Events[order.placed].Handlers[receipt] is no handler of event 'order.placed'; did you mean 'receipts'?")]
    [InlineData("Events:text:Handlers:receipts:HandlerTimeout", "Events[text].Handlers[receipts] is no handler of event 'text'; there are none.")]
    public async Task Start_WithANameThatIsNone_ProposesTheNearest(string setting, string fault) =>
        Assert.Equal([fault], await ConfiguredHost.ErrorsAsync((setting, "00:00:01")));

    [Theory]
    [InlineData("Workers:Count", "Workers is a section in the configuration; it must be a whole number.")]
    [InlineData("Source:Name", "Source is a section in the configuration; it must be a text.")]
    [InlineData("Retry", "Retry is a text in the configuration; it must be a section.")]
    [InlineData("Retry:On", "Retry:On is a text in the configuration; it must be a list of exceptions.")]
    [InlineData("Events", "Events is a text in the configuration; it must be a section.")]
    [InlineData("Events:order.placed", "Events:order.placed is a text in the configuration; it must be a section.")]
    [InlineData("Events:order.placed:Handlers:receipts", "Events:order.placed:Handlers:receipts is a text in the configuration; it must be a section.")]
    public async Task Start_WithASectionWhereAValueBelongs_OrTheOtherWayRound_SaysSo(string setting, string fault) =>
        Assert.Equal([fault], await ConfiguredHost.ErrorsAsync((setting, "3")));

    [Fact]
    public async Task Start_WithFaultsOfEveryKind_ListsThemAllAtOnce()
    {
        string[] faults = await ConfiguredHost.ErrorsAsync(
            ("Workers", "many"), ("QueueCapcity", "5"), ("Retry:Delay", "-00:00:01"), ("Retry:On:0", "System.Nothing"), ("Events:order.paced:HandlerTimeout", "00:00:01"));

        Assert.Equal(5, faults.Length);
        Assert.All(
            ["Workers is 'many'", "QueueCapcity in", "Retry.Delay is", "Retry:On names", "Events[order.paced] is"],
            start => Assert.Single(faults, fault => fault.StartsWith(start, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Start_WithSettingsOfAPublisherThatIsNone_ProposesTheNearest()
    {
        var builder = ConfiguredHost.With(("Publishers:legder:Receive", "true"), ("Publishers:Ledger:Receive", "true"));
        builder.Services.AddEventGen(builder.Configuration).AddPublisher(new MemoryPublisher("ledger"));
        using var host = builder.Build();

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Equal("The event bus cannot start. Publishers[legder] in the configuration is no publisher of this bus; did you mean 'ledger'?", refusal.Message);
    }

    [Fact]
    public async Task Start_WithFaultsOfThePublishersToo_ListsThemAllAtOnce()
    {
        var builder = ConfiguredHost.With(("QueueCapcity", "5"));
        builder.Services.AddOptions<ConsoleLifetimeOptions>("ledger").Validate(static _ => false, "The address of the ledger is empty.").ValidateOnStart();
        builder.Services.AddEventGen(builder.Configuration).AddPublisher(new MemoryPublisher("ledger"));
        using var host = builder.Build();

        var refusal = await Assert.ThrowsAsync<AggregateException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("The address of the ledger is empty.", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("did you mean 'QueueCapacity'?", refusal.Message, StringComparison.Ordinal);
    }

    // The management endpoints of a web application ask for the bus before the host starts.
    [Fact]
    public void TheBus_AskedForBeforeTheStart_ListsThemAllAtOnceToo()
    {
        var builder = ConfiguredHost.With(("QueueCapcity", "5"));
        builder.Services.AddOptions<ConsoleLifetimeOptions>("ledger").Validate(static _ => false, "The address of the ledger is empty.").ValidateOnStart();
        builder.Services.AddEventGen(builder.Configuration).AddPublisher(new MemoryPublisher("ledger"));
        using var host = builder.Build();

        var refusal = Assert.Throws<AggregateException>(() => host.Bus());

        Assert.Contains("The address of the ledger is empty.", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("did you mean 'QueueCapacity'?", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithFaultsOfItsParts_ListsThoseOfItsSectionsWithThem()
    {
        var builder = ConfiguredHost.With(("Publishers:legder:Receive", "true"));
        builder.Services.AddEventGen(builder.Configuration);
        using var host = builder.Build();

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("'ledger'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Publishers[legder] in the configuration is no publisher of this bus", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithAnUnknownEventInCode_ProposesTheNearest()
    {
        var builder = ShopHost.CreateBuilder();
        builder.AddShop(static options => options.Events["every.lifetme"] = new EventOptions());
        using var host = builder.Build();

        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Equal(["Events[every.lifetme] is no event of this bus; did you mean 'every.lifetime'?"], refusal.Failures);
    }

    [Fact]
    public void Section_ThatSaysNothing_IsNoFault()
    {
        var options = ConfiguredHost.Options(("Retry", null), ("Events", ""), ("Events:order.placed", null), ("Workers", null));

        Assert.Equal((RetryPolicy.None, 5), (options.Retry, options.Workers));
        Assert.DoesNotContain(options.Events, static settings => settings.Value.Retry is not null);
    }
}
