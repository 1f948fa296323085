using System.Net;
using System.Net.Sockets;
using System.Text;
using EventGen.Testing;
using EventGen.TestKit;

namespace EventGen.AspNetCore.Tests.Management;

public sealed class ManagementLiveTests
{
    [Fact]
    public async Task Live_TellsWhatHappens()
    {
        await using var app = await ManagementApp.StartAsync();
        await using var live = await LiveClient.OpenAsync(app.Client, "live");

        using (EventMetadata.Push(correlationId: "c-30")) await app.Bus.Topic<Parcel>().EmitAsync(new Parcel(30, "c-7", "fail"), TestContext.Current.CancellationToken);

        var emitted = await live.NextAsync("activity");
        var failed = await live.NextAsync("activity");
        var published = await live.NextAsync("activity");
        Assert.Equal(("emitted", "failed", "published"), ((string)emitted["kind"]!, (string)failed["kind"]!, (string)published["kind"]!));
        Assert.Equal(("c-30", (string)emitted["id"]!), ((string)failed["correlationId"]!, (string)failed["id"]!));
        Assert.Null(failed["error"]);   // a message may hold anything
        Assert.Null(emitted["payload"]);
        Assert.Equal("System.InvalidOperationException", (string)failed["errorType"]!);
    }

    [Fact]
    public async Task Live_OfOneEvent_TellsNothingOfOthers()
    {
        await using var app = await ManagementApp.StartAsync();
        await using var live = await LiveClient.OpenAsync(app.Client, "live?event=parcel.delivered");

        await app.Bus.Topic<Parcel>().EmitAsync(new Parcel(31, "c-7"), TestContext.Current.CancellationToken);

        Assert.Equal("parcel.delivered", (string)(await live.NextAsync("activity"))["eventId"]!);
    }

    [Fact]
    public async Task SlowReader_LosesSome_IsToldHowMany_AndHoldsUpNobody()
    {
        await using var app = await ManagementApp.StartAsync(configure: static options => (options.LiveBuffer, options.ShowPayloads) = (8, true), build: static options => options.QueueCapacity = 10_000);
        await using var slow = await LiveClient.OpenAsync(app.Client, "live?event=parcel.sent");

        // More than the buffers of both ends of the connection hold.
        string note = new('x', 60_000);
        for (int i = 0; i < 400; i++) await app.Bus.Topic<Parcel>().EmitAsync(new Parcel(32, "c-7", note), TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(async () => (int)(await app.GetAsync("events/parcel.delivered"))["event"]!["emitted"]! == 400);

        var gap = await slow.NextAsync("gap");
        Assert.True((long)gap["lost"]! > 0);
    }

    [Fact]
    public async Task ReaderThatNeverReads_LosesItsPlace()
    {
        var time = new ManualTimeProvider();
        await using var app = await ManagementApp.StartAsync(
            configure: static options => options.ShowPayloads = true, build: options => (options.QueueCapacity, options.TimeProvider) = (10_000, time));
        using var reader = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await reader.ConnectAsync(IPAddress.Loopback, app.Client.BaseAddress!.Port, TestContext.Current.CancellationToken);
        await reader.SendAsync(Encoding.ASCII.GetBytes("GET /eventgen/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"), TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(async () => await ReadersAsync() == 1);

        // Until the buffers of both ends of the connection are full, and then for 30 seconds.
        string note = new('x', 60_000);
        await Eventually.TrueAsync(async () =>
        {
            for (int i = 0; i < 20; i++) await app.Bus.Topic<Parcel>().EmitAsync(new Parcel(33, "c-7", note), TestContext.Current.CancellationToken);
            time.Advance(TimeSpan.FromSeconds(31));
            return await ReadersAsync() == 0;
        });

        async Task<int> ReadersAsync() => (int)(await app.GetAsync("status"))["liveReaders"]!;
    }

    [Fact]
    public async Task Readers_AreCapped_AndAPlaceIsFreeWhenOneLeaves()
    {
        await using var app = await ManagementApp.StartAsync(configure: static options => options.MaxLiveReaders = 2);
        await using var first = await LiveClient.OpenAsync(app.Client, "live");
        var second = await LiveClient.OpenAsync(app.Client, "live");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await app.SendAsync(HttpMethod.Get, "live")).Status);
        Assert.Equal(2, (int)(await app.GetAsync("status"))["liveReaders"]!);
        await second.DisposeAsync();
        await Eventually.TrueAsync(async () => (int)(await app.GetAsync("status"))["liveReaders"]! == 1);
        await using var third = await LiveClient.OpenAsync(app.Client, "live");
    }

    [Fact]
    public async Task Stop_EndsTheStream()
    {
        await using var app = await ManagementApp.StartAsync();
        await using var live = await LiveClient.OpenAsync(app.Client, "live");

        var stopping = app.StopAsync();
        await Deadline.WithinAsync(live.ReadToEndAsync(), "the stream to end");
        await Deadline.WithinAsync(stopping, "the application to stop");
    }
}
