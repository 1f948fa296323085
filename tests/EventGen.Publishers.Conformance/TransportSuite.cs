using System.Diagnostics;
using System.Text;

namespace EventGen.Publishers.Conformance;

/// <summary>What every back end does, whatever its capabilities.</summary>
public abstract class TransportSuite(Backend backend) : Suite(backend)
{
    [Fact]
    public async Task Parcels_ArriveWithPayloadAndMetadata()
    {
        var receiver = await ReceiverAsync();
        var sender = await SenderAsync();
        Parcel[] sent = [.. Parcel.Many(100).Select(static parcel => parcel with { Text = $"\"größe\" {parcel.Number}\n\u2028" })];

        using var activity = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
        foreach (var parcel in sent)
        {
            using (EventMetadata.Push(userId: $"u{parcel.Number}", requestId: "r", correlationId: "c", headers: new Dictionary<string, string> { ["tenant"] = "t=1&ü" }))
                await sender.SendAsync(parcel);
        }

        await receiver.HasAsync(100);
        AssertSame(sent, receiver.Parcels);
        Assert.All(receiver.Seen, seen =>
        {
            var (parcel, context) = seen;
            Assert.Equal(
                new EventMetadata
                {
                    Source = "sender",
                    TraceId = activity.TraceId.ToHexString(),
                    UserId = $"u{parcel.Number}",
                    RequestId = "r",
                    CorrelationId = "c",
                    Headers = new Dictionary<string, string> { ["tenant"] = "t=1&ü" },
                },
                context.Metadata);
            Assert.InRange(context.Timestamp, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow);
            Assert.NotEqual(Guid.Empty, context.Id);
        });
    }

    [Fact]
    public async Task AParcel_IsTracedAndMeasured_OnBothSides()
    {
        const string Id = "conformance.parcel";
        var receiver = await ReceiverAsync();
        var sender = await SenderAsync();
        using var telemetry = new TelemetryRecorder();
        using var activity = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();

        await sender.SendAsync(Parcel.New(1));
        await receiver.HasAsync(1);

        // The receiver's span ends after its handler; it is in the sender's trace and points to where the event was emitted.
        await Eventually.TrueAsync(() => telemetry.Spans(activity.TraceId, $"process {Id}").Any(), Patience);
        var process = telemetry.Spans(activity.TraceId, $"process {Id}").First();
        var publish = telemetry.Spans(activity.TraceId, $"publish {Id}").First();
        Assert.Equal((ActivityKind.Client, Parcel.Wire), (publish.Kind, publish.GetTagItem(EventGenTelemetry.PublisherTag)));
        Assert.Equal((ActivityKind.Consumer, activity.TraceId), (process.Kind, Assert.Single(process.Links).Context.TraceId));
        await Eventually.TrueAsync(() => telemetry.HasMeasured(EventGenTelemetry.SentMessages, Id, EventGenTelemetry.PublisherTag, Parcel.Wire), Patience);
        await Eventually.TrueAsync(() => telemetry.HasMeasured(EventGenTelemetry.OperationDuration, Id, EventGenTelemetry.PublisherTag, Parcel.Wire), Patience);
        await Eventually.TrueAsync(() => telemetry.HasMeasured(EventGenTelemetry.ConsumedMessages, Id, EventGenTelemetry.HandlerTag, null), Patience);
        await Eventually.TrueAsync(() => telemetry.HasMeasured(EventGenTelemetry.ProcessDuration, Id, EventGenTelemetry.HandlerTag, process.GetTagItem(EventGenTelemetry.HandlerTag) as string), Patience);
    }

    [Fact]
    public async Task Parcels_OfManySenders_ReachAllReceivers()
    {
        Station[] receivers = await ManyAsync(50, index => ReceiverAsync(application: $"receiver {index}"));
        Station[] senders = await ManyAsync(50, _ => SenderAsync());
        Parcel[][] sent = [.. Enumerable.Range(0, 50).Select(index => Parcel.Many(20, $"key {index}"))];

        await Task.WhenAll(senders.Zip(sent, static (sender, parcels) => sender.SendAsync(parcels)));

        foreach (var receiver in receivers)
        {
            await receiver.HasAsync(50 * 20);
            AssertSame(sent.SelectMany(static parcels => parcels), receiver.Parcels);
        }
    }

    [Fact]
    public async Task Channels_DoNotHearEachOther()
    {
        Station[] receivers = await ManyAsync(20, index => ReceiverAsync($"channel {index}"));
        Station[] senders = await ManyAsync(20, index => SenderAsync($"channel {index}"));
        Parcel[][] sent = [.. Enumerable.Range(0, 20).Select(static index => Parcel.Many(100, $"key {index}"))];

        await Task.WhenAll(senders.Zip(sent, static (sender, parcels) => sender.SendAsync(parcels)));

        foreach (var (receiver, parcels) in receivers.Zip(sent))
        {
            await receiver.HasAsync(100);
            AssertSame(parcels, receiver.Parcels);
        }
    }

    [Fact]
    public async Task Parcels_OfOneKey_KeepTheirOrder()
    {
        var receiver = await ReceiverAsync(configure: static options => options.Workers = 8, handling: static async (_, _) => await Task.Yield());
        var sender = await SenderAsync();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(key => sender.SendAsync(Parcel.Many(100, $"key {key}"))));

        await receiver.HasAsync(1600);
        Assert.All(
            receiver.Parcels.GroupBy(static parcel => parcel.Key),
            static key => Assert.Equal(Enumerable.Range(0, 100), key.Select(static parcel => parcel.Number)));
    }

    [Fact]
    public async Task OwnParcels_AreCountedAndNotHandledAgain_AndReceivedOnesAreNotSentAgain()
    {
        using var telemetry = new TelemetryRecorder();
        var first = await ReceiverAsync(application: "first");
        var second = await ReceiverAsync(application: "second");
        Parcel[] fromFirst = Parcel.Many(50, "first"), fromSecond = Parcel.Many(50, "second");

        await Task.WhenAll(first.SendAsync(fromFirst), second.SendAsync(fromSecond));
        await first.HasAsync(100);
        await second.HasAsync(100);

        // Behind everything that may still be on its way.
        var last = Parcel.New(0, "last");
        await (await SenderAsync()).SendAsync(last);
        await first.HasAsync(101);
        await second.HasAsync(101);
        Assert.Equal((101, 101), (first.Seen.Count, second.Seen.Count));

        // At least: what is not acknowledged in time comes once more.
        await Eventually.TrueAsync(() => first.Bus.GetHealth().OwnMessages >= 50 && second.Bus.GetHealth().OwnMessages >= 50, Patience);
        Assert.True(telemetry.HasMeasured(EventGenTelemetry.OwnMessages, null, EventGenTelemetry.PublisherTag, Parcel.Wire));
    }

    [Fact]
    public async Task AHandlerThatFailsTwiceOfAHundredTimes_SeesAllInTheEnd()
    {
        int refused = 0;
        var receiver = await ReceiverAsync(
            configure: static options => options.Retry = new RetryPolicy { Attempts = 3, Delay = TimeSpan.FromMilliseconds(1) },
            handling: (parcel, _) => parcel.Number is 20 or 40 && Interlocked.Increment(ref refused) <= 2 ? throw new InvalidDataException("refused once") : default);
        var sender = await SenderAsync();
        var sent = Parcel.Many(100);

        await sender.SendAsync(sent);

        await receiver.HasAsync(100);
        AssertSame(sent, receiver.Parcels);
        Assert.Equal(2, receiver.Bus.GetHealth().Failed);
    }

    [Fact]
    public async Task Stations_OpenAndCloseAtTheSameTime()
    {
        await Parallel.ForAsync(0, 10, TestContext.Current.CancellationToken, async (index, _) =>
        {
            var station = await Station.ReceiverAsync(Backend.Create(), $"passing {index}");
            await station.SendAsync(Parcel.New(index, "passing"));
            await station.DisposeAsync();
        });

        var receiver = await ReceiverAsync();
        var sender = await SenderAsync();
        var sent = Parcel.Many(50);
        await sender.SendAsync(sent);

        await receiver.HasAsync(50);
        AssertSame(sent, receiver.Parcels);
    }

    [Fact]
    public async Task ClosingASenderUnderLoad_LosesNothingThatItConfirmed()
    {
        var receiver = await ReceiverAsync();
        var sender = await SenderAsync();
        var parcels = Enumerable.Range(0, 20).Select(static flow => Parcel.Many(500, $"flow {flow}")).ToArray();
        int sent = 0;
        var halfWay = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        async Task<List<Parcel>> SendUntilClosedAsync(Parcel[] flow)
        {
            List<Parcel> confirmed = [];
            try
            {
                foreach (var parcel in flow)
                {
                    await sender.Bus.Topic<Parcel>().InvokeAsync(parcel);
                    confirmed.Add(parcel);
                    if (Interlocked.Increment(ref sent) == 5000) halfWay.SetResult();
                }
            }
            catch (Exception exception) when (exception is EventBusStoppedException or EventDispatchException)
            {
                // Closed under way: the parcel may have arrived or not.
            }

            return confirmed;
        }

        var sending = Task.WhenAll(parcels.Select(flow => Task.Run(() => SendUntilClosedAsync(flow))));
        await Deadline.WithinAsync(halfWay.Task, "half of the parcels", Patience);
        await sender.DisposeAsync();
        var confirmed = (await Deadline.WithinAsync(sending, "the senders to end", Patience)).SelectMany(static flow => flow).ToHashSet();

        await Eventually.TrueAsync(() => confirmed.IsSubsetOf(receiver.Parcels.ToHashSet()), Patience);
        Assert.InRange(confirmed.Count, 5000, 10_000);
    }

    [Fact]
    public async Task ClosingWithACancelledToken_Ends()
    {
        var gate = new AsyncGate();
        var receiver = await ReceiverAsync(handling: async (_, token) => await gate.PassAsync(token));
        var sender = await SenderAsync();
        await sender.SendAsync(Parcel.New(1));
        await gate.ReachedWithinAsync(Patience);

        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Deadline.WithinAsync(receiver.Bus.StopAsync(cancelled.Token), "the stop");

        Assert.Empty(receiver.Seen);
    }

    [Theory]
    [MemberData(nameof(BadMessages.Names), MemberType = typeof(BadMessages))]
    public async Task WhatCannotBeHandled_IsADeadLetter_AndDoesNotEndReceiving(string message)
    {
        byte[] wire = BadMessages.Of(message);
        var receiver = await ReceiverAsync();
        var sender = await SenderAsync();

        await Backend.PutAsync(wire);
        await Eventually.EqualAsync((1L, 1L), () => (receiver.Bus.GetHealth().Rejected, receiver.Bus.GetHealth().DeadLetters), Patience);
        await sender.SendAsync(Parcel.New(1));
        await receiver.HasAsync(1);

        var deadLetter = Assert.IsType<DeadLetter.RejectedMessage>(Assert.Single(await receiver.Bus.DeadLetters.ListAsync(cancellationToken: TestContext.Current.CancellationToken)));
        Assert.Equal((Parcel.Wire, 1), (deadLetter.Target, deadLetter.Attempts));
        if (message == BadMessages.Undeclared) Assert.Equal("elsewhere.happened", deadLetter.EventId);
        else Assert.Contains(deadLetter.EventId, (string[])["", "conformance.parcel"]);
        Assert.Equal(wire.Length > BadMessages.Largest ? [] : wire, deadLetter.Content.ToArray());
    }

    [Fact]
    public async Task WhatNoModuleDeclares_IsAcknowledgedAndCounted_WhereItIsIgnored()
    {
        var log = new LogRecorder();
        using var telemetry = new TelemetryRecorder();
        var sender = await SenderAsync();
        await using (var receiver = await Station.ReceiverAsync(Backend.Create(unknownEvents: UnknownEventMode.Ignore), log: log))
        {
            for (int number = 0; number < 9; number++) await Backend.PutAsync(BadMessages.OfEvent($"elsewhere.{number % 3}"));
            await Backend.PutAsync(BadMessages.Of("text that is no JSON"));
            await sender.SendAsync(Parcel.New(1));
            await receiver.HasAsync(1);

            await Eventually.EqualAsync((9L, 1L, 1L), () => (receiver.Bus.GetHealth().Ignored, receiver.Bus.GetHealth().Rejected, receiver.Bus.GetHealth().DeadLetters), Patience);
            Assert.Equal(["elsewhere.0", "elsewhere.1", "elsewhere.2"], log.Entries.Where(static entry => entry.Id == 183).Select(static entry => entry.Text.Split('\'')[3]).Order());
            Assert.True(telemetry.HasMeasured(EventGenTelemetry.IgnoredMessages, null, EventGenTelemetry.PublisherTag, Parcel.Wire));
        }

        // Another instance of the application, which ignores nothing, gets none of them.
        var next = await ReceiverAsync();
        await sender.SendAsync(Parcel.New(2));
        await next.HasAsync(1);
        Assert.Equal((0L, 0L), (next.Bus.GetHealth().Ignored, next.Bus.GetHealth().Rejected));
    }

    [Fact]
    public async Task WhatCouldNotBeHandled_IsHandledByAReplay_WhereItCanBe()
    {
        var store = new DeadLetterStore();
        var before = await ReceiverAsync(configure: static options => options.MaxPayloadBytes = 10, deadLetters: store);
        var sender = await SenderAsync();
        var sent = Parcel.New(1);
        await sender.SendAsync(sent);
        await Eventually.EqualAsync(1L, () => store.Count, Patience);
        await before.DisposeAsync();
        var receiver = await ReceiverAsync(deadLetters: store);

        var report = await Deadline.WithinAsync(receiver.Bus.DeadLetters.ReplayAllAsync(cancellationToken: TestContext.Current.CancellationToken), "the replay");

        Assert.Equal(new ReplayReport(1, 0), report);
        Assert.Equal((sent, "sender"), (Assert.Single(receiver.Seen).Parcel, receiver.Seen[0].Context.Metadata.Source));
        Assert.Equal(0, store.Count);
    }

    [Fact]
    public async Task WhatTheOlderVersionSends_IsUpgraded_WhatTheNewerSends_IsKeptUntilTheOlderIsUpdated()
    {
        var kept = new DeadLetterStore();
        Label fromOlder = new(Guid.NewGuid(), new Weight(250, "g")), fromNewer = new(Guid.NewGuid(), new Weight(3, "kg"));
        await using var newer = await LabelStation<Label>.OpenAsync(Backend.Create(), EventGenPublishersConformanceEventModule.Instance, "newer", new DeadLetterStore());
        await using (var older = await LabelStation<Label.V1>.OpenAsync(Backend.Create(), new OlderModule(), "older", kept))
        {
            await older.SendAsync(new Label.V1(fromOlder.Parcel, 250));
            await Eventually.TrueAsync(() => newer.Seen.Contains(fromOlder), Patience);

            await newer.SendAsync(fromNewer);
            await Eventually.EqualAsync(1L, () => kept.Count, Patience);
            var rejected = Assert.IsType<DeadLetter.RejectedMessage>(Assert.Single(kept.DeadLetters));
            Assert.Equal(
                ("conformance.label", "It has a newer version of its event than version 1, the newest that this application reads. Update the application, then replay the dead letter."),
                (rejected.EventId, rejected.Reason));

            // Before the update a replay changes nothing.
            Assert.Equal(new ReplayReport(0, 1), await older.Bus.DeadLetters.ReplayAllAsync(cancellationToken: TestContext.Current.CancellationToken));
            Assert.Equal([new Label.V1(fromOlder.Parcel, 250)], older.Seen);
        }

        await using var updated = await LabelStation<Label>.OpenAsync(Backend.Create(), EventGenPublishersConformanceEventModule.Instance, "older", kept);
        Assert.Equal(new ReplayReport(1, 0), await updated.Bus.DeadLetters.ReplayAllAsync(cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains(fromNewer, updated.Seen);
        Assert.Equal(0, kept.Count);
    }

    [Fact]
    public async Task ACloudEvent_IsReceived()
    {
        var receiver = await ReceiverAsync();
        var parcel = Parcel.New(1);
        var message = new EventMessage
        {
            Id = Guid.NewGuid(), EventId = "conformance.parcel", Timestamp = DateTimeOffset.UtcNow, Payload = Encoding.UTF8.GetBytes($$"""{"Id":"{{parcel.Id}}","Key":"a","Number":1}"""),
        };

        await Backend.PutAsync(message.ToCloudEvent());

        await receiver.HasAsync(1);
        Assert.Equal((parcel, message.Id), (receiver.Seen[0].Parcel, receiver.Seen[0].Context.Id));
    }
}
