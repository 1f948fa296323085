namespace EventGen.Tests.Context;

public sealed class MetadataPushTests
{
    private readonly EventBus _bus = TestBus.Create();
    private EventMetadata? _seen;

    public MetadataPushTests() => _bus.Topic<Pong>().Subscribe((_, context) => _seen = context.Metadata);

    [Fact]
    public void Push_SetsWhatEventsEmittedInsideCarry_AndEndsWithItsScope()
    {
        var headers = new Dictionary<string, string> { ["h"] = "1" };
        using (EventMetadata.Push("u", "r", "c", headers))
        {
            Assert.Equal(
                new EventMetadata { UserId = "u", RequestId = "r", CorrelationId = "c", Headers = headers },
                Emit());
        }

        Assert.Equal(EventMetadata.Empty, Emit());
    }

    [Fact]
    public void Push_OfMoreThanAMessageMayCarry_IsRefused_AndChangesNothing()
    {
        string longest = new('x', 1024), tooLong = new('x', 1025);
        var most = Enumerable.Range(0, 32).ToDictionary(static i => $"h{i}", _ => longest);

        using (EventMetadata.Push(longest, longest, longest, most))
        {
            Assert.Equal("headers", Refused(() => EventMetadata.Push(headers: new Dictionary<string, string> { ["one more"] = "" })));
            EventMetadata.Push(headers: new Dictionary<string, string> { ["h0"] = "in place of the outer one" }).Dispose();
            Assert.Equal(32, Emit().Headers.Count);
        }

        Assert.Equal("userId", Refused(() => EventMetadata.Push(userId: tooLong)));
        Assert.Equal("requestId", Refused(() => EventMetadata.Push(requestId: tooLong)));
        Assert.Equal("correlationId", Refused(() => EventMetadata.Push(correlationId: tooLong)));
        Assert.Equal("headers", Refused(() => EventMetadata.Push(headers: new Dictionary<string, string> { [tooLong] = "" })));
        Assert.Equal("headers", Refused(() => EventMetadata.Push(headers: new Dictionary<string, string> { [""] = tooLong })));
        Assert.Equal(EventMetadata.Empty, Emit());

        static string? Refused(Action push) => Assert.Throws<ArgumentException>(push).ParamName;
    }

    [Fact]
    public void Push_InAHandler_OfMoreThanAMessageMayCarryTogetherWithTheEventsOwn_IsRefused()
    {
        using var bus = TestBus.Create();
        Exception? refused = null;
        bus.Topic<Ping>().Subscribe((_, _) => refused = Record.Exception(() => EventMetadata.Push(headers: new Dictionary<string, string> { ["one more"] = "" })));

        using (EventMetadata.Push(headers: Enumerable.Range(0, 32).ToDictionary(static i => $"h{i}", static _ => ""))) bus.Topic<Ping>().Emit(new Ping());

        Assert.Equal("headers", Assert.IsType<ArgumentException>(refused).ParamName);
    }

    [Fact]
    public void Header_WithoutAValue_IsLeftOut() =>
        Assert.Equal(["b"], new EventMetadata { Headers = new Dictionary<string, string> { ["a"] = null!, ["b"] = "" } }.Headers.Keys);

    [Fact]
    public void Push_Nested_KeepsWhatItDoesNotSet_AndMergesHeadersByName()
    {
        using (EventMetadata.Push(userId: "outer", requestId: "r", headers: new Dictionary<string, string> { ["a"] = "outer", ["b"] = "outer" }))
        {
            using (EventMetadata.Push(userId: "inner", headers: new Dictionary<string, string> { ["b"] = "inner", ["c"] = "inner" }))
            {
                Assert.Equal(
                    new EventMetadata
                    {
                        UserId = "inner",
                        RequestId = "r",
                        Headers = new Dictionary<string, string> { ["a"] = "outer", ["b"] = "inner", ["c"] = "inner" },
                    },
                    Emit());
            }

            Assert.Equal(
                new EventMetadata { UserId = "outer", RequestId = "r", Headers = new Dictionary<string, string> { ["a"] = "outer", ["b"] = "outer" } },
                Emit());
        }
    }

    [Fact]
    public void Push_DisposedTwice_EndsOnce()
    {
        using (EventMetadata.Push(userId: "outer"))
        {
            var scope = EventMetadata.Push(userId: "inner");
            scope.Dispose();
            using (EventMetadata.Push(userId: "another"))
            {
                scope.Dispose();
                Assert.Equal("another", Emit().UserId);
            }
        }
    }

    [Fact]
    public async Task Push_FlowsWithAsyncCode_AndIntoTasksBegunInside()
    {
        using (EventMetadata.Push(userId: "u1"))
        {
            await Task.Yield();
            Assert.Equal("u1", Emit().UserId);
            Assert.Equal("u1", await Task.Run(() => Emit().UserId, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Push_InACalledMethod_DoesNotReachItsCaller()
    {
        await PushAndForgetAsync();

        Assert.Null(Emit().UserId);

        static async Task PushAndForgetAsync()
        {
            EventMetadata.Push(userId: "forgotten");
            await Task.Yield();
        }
    }

    [Fact]
    public async Task Push_InParallelFlows_IsEachFlowsOwn()
    {
        await using var bus = await TestBus.StartAsync();
        int wrong = 0;
        bus.Topic<Ping>().Subscribe((e, context) =>
        {
            if (context.Metadata.UserId != $"{e.Number}") Interlocked.Increment(ref wrong);
        });
        var barrier = new AsyncBarrier(8);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async number =>
        {
            using (EventMetadata.Push(userId: $"{number}"))
            {
                await barrier.SignalAndWaitAsync();
                for (int i = 0; i < 50; i++)
                {
                    bus.Topic<Ping>().Emit(new Ping(number));
                    await bus.Topic<Ping>().EmitAsync(new Ping(number));
                    await Task.Yield();
                }
            }
        }));
        await bus.DrainAsync();

        Assert.Equal(0, wrong);
    }

    [Theory]
    [InlineData(EmitCall.Emit)]
    [InlineData(EmitCall.InvokeAsync)]
    [InlineData(EmitCall.EmitAsync)]
    [InlineData(EmitCall.TryEnqueue)]
    public async Task Push_AfterTheEmit_DoesNotReachTheEvent(EmitCall call)
    {
        await using var bus = TestBus.Create();
        bus.Topic<Ping>().Subscribe((_, context) =>
        {
            _seen = context.Metadata;
            return Task.CompletedTask;
        });

        using (EventMetadata.Push(userId: "before")) await bus.Topic<Ping>().EmitByAsync(call, new Ping());
        using (EventMetadata.Push(userId: "after"))
        {
            await bus.StartAsync();
            await bus.DrainAsync();
        }

        Assert.Equal("before", _seen!.UserId);
    }

    [Fact]
    public void Push_InAHandler_SetsWhatTheHandlerEmitsInside_AndNothingElse()
    {
        List<string?> users = [];
        _bus.Topic<Pong>().Subscribe((_, context) => users.Add(context.Metadata.UserId));
        _bus.Topic<Ping>().Subscribe((_, _) =>
        {
            using (EventMetadata.Push(userId: "handler")) _bus.Topic<Pong>().Emit(new Pong());
            _bus.Topic<Pong>().Emit(new Pong());
        });

        using (EventMetadata.Push(userId: "emitter")) _bus.Topic<Ping>().Emit(new Ping());

        Assert.Equal(["handler", "emitter"], users);
    }

    private EventMetadata Emit()
    {
        _bus.Topic<Pong>().Emit(new Pong());
        return _seen!;
    }
}
