using System.Security.Claims;
using EventGen.TestKit;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace EventGen.AspNetCore.Tests;

public sealed class HttpContextMetadataTests
{
    private static readonly Func<string, ClaimsIdentity> s_byIdentifier =
        static visitor => new ClaimsIdentity([new(ClaimTypes.NameIdentifier, $"id of {visitor}"), new(ClaimTypes.Name, visitor)], "test");

    [Theory]
    [InlineData("Emit")]
    [InlineData("InvokeAsync")]
    [InlineData("EmitAsync")]
    [InlineData("TryEnqueue")]
    public async Task Events_OfTwoRequestsAtATime_EachCarryTheirOwn_AlsoThoseTheirHandlersEmit(string call)
    {
        var bothAreServed = new AsyncGate(expected: 2);
        await using var app = await WebApp.StartAsync(
            async (bus, _, visitor) =>
            {
                await bothAreServed.PassAsync();
                await EmitAsync(bus, call, visitor);
            },
            s_byIdentifier);

        Task[] visits = [app.VisitAsync("anna"), app.VisitAsync("bert")];
        await bothAreServed.Reached;
        bothAreServed.Open();
        await Task.WhenAll(visits);
        await app.StopAsync();

        Assert.Equal(
            [
                ("booked", "anna", "id of anna", "request of anna"), ("booked", "bert", "id of bert", "request of bert"),
                ("confirmed", "anna", "id of anna", "request of anna"), ("confirmed", "bert", "id of bert", "request of bert"),
            ],
            app.Seen.Select(static seen => (seen.Event, seen.Visitor, seen.Metadata.UserId, seen.Metadata.RequestId)).Order());
    }

    [Fact]
    public async Task Events_OutsideOfRequests_AndOfWorkThatOutlivesOne_CarryNothingOfIt()
    {
        Task later = Task.CompletedTask;
        await using var app = await WebApp.StartAsync(
            (bus, request, visitor) =>
            {
                bus.Topic<Booked>().Emit(new Booked(visitor));
                later = EmitLaterAsync(bus, request.RequestServices.GetRequiredService<IHttpContextAccessor>());
                return Task.CompletedTask;
            },
            s_byIdentifier);

        await app.VisitAsync("anna");
        await later;
        await app.Bus.Topic<Booked>().EmitAsync(new Booked("nobody"), TestContext.Current.CancellationToken);
        await app.StopAsync();

        Assert.Equal(
            [("anna", "id of anna"), ("later", null), ("nobody", null)],
            app.Seen.Where(static seen => seen.Event == "booked").Select(static seen => (seen.Visitor, seen.Metadata.UserId)).Order());
        Assert.All(app.Seen.Where(static seen => seen.Visitor != "anna"), static seen => Assert.Null(seen.Metadata.RequestId));

        // The visitor has the answer before the server has ended the request, which it says itself by taking it from whoever asks for it.
        static async Task EmitLaterAsync(EventBus bus, IHttpContextAccessor requests)
        {
            while (requests.HttpContext is not null) await Task.Yield();
            bus.Topic<Booked>().Emit(new Booked("later"));
        }
    }

    [Fact]
    public async Task Events_OfAUserWithoutAnIdentifier_CarryTheName() =>
        Assert.Equal("anna", (await BookAsync(static visitor => new ClaimsIdentity([new(ClaimTypes.Name, visitor)], "test"))).UserId);

    [Fact]
    public async Task Events_OfAUserThatNobodyHasAuthenticated_CarryNone()
    {
        var metadata = await BookAsync(static visitor => new ClaimsIdentity([new(ClaimTypes.NameIdentifier, visitor), new(ClaimTypes.Name, visitor)]));

        Assert.Equal((null, "request of anna"), (metadata.UserId, metadata.RequestId));
    }

    [Fact]
    public async Task Events_KeepWhatWasPushed()
    {
        await using var app = await WebApp.StartAsync(
            static (bus, _, visitor) =>
            {
                using (EventMetadata.Push(userId: "pushed")) bus.Topic<Booked>().Emit(new Booked(visitor));
                return Task.CompletedTask;
            },
            s_byIdentifier);

        await app.VisitAsync("anna");
        await app.StopAsync();

        Assert.All(app.Seen, static seen => Assert.Equal(("pushed", "request of anna"), (seen.Metadata.UserId, seen.Metadata.RequestId)));
    }

    private static async Task<EventMetadata> BookAsync(Func<string, ClaimsIdentity> identify)
    {
        await using var app = await WebApp.StartAsync(static (bus, _, visitor) => EmitAsync(bus, "Emit", visitor), identify);
        await app.VisitAsync("anna");
        return app.Seen.First().Metadata;
    }

    private static async Task EmitAsync(EventBus bus, string call, string visitor)
    {
        var topic = bus.Topic<Booked>();
        switch (call)
        {
            case "Emit":
                topic.Emit(new Booked(visitor));
                break;
            case "InvokeAsync":
                await topic.InvokeAsync(new Booked(visitor));
                break;
            case "EmitAsync":
                await topic.EmitAsync(new Booked(visitor));
                break;
            default:
                Assert.True(topic.TryEnqueue(new Booked(visitor)));
                break;
        }
    }
}
