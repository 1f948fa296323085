namespace EventGen.Generators.Tests.Corpus.Generation;

/// <summary>Classes that keep subscriptions, streams or buses, and end them.</summary>
internal static class OwnerClasses
{
    public static void Fields(UnitWriter unit, EventShape shape)
    {
        var code = unit.Code;
        string name = code.Name("Panel", "Gauge", "Monitor") + shape.Name;
        bool isAsync = code.Chance(0.3), inConstructor = code.Chance(0.5);
        string field = code.Pick("_subscription", "_listening", "_ended");
        code.Member($"internal sealed class {name} : {(isAsync ? "IAsyncDisposable" : "IDisposable")}", () =>
        {
            string injected = code.Pick($"EventTopic<{shape.Name}> topic", "EventBus bus");
            string topic = injected.EndsWith("topic", StringComparison.Ordinal) ? "topic" : $"bus.Topic<{shape.Name}>()";
            if (inConstructor)
            {
                code.Line($"private readonly EventSubscription {field};\n");
                code.Member($"public {name}({injected})", () => Subscribe(unit, shape, topic, head: $"{field} = "));
            }
            else
            {
                code.Line($"private EventSubscription? {field};\n");
                code.Member($"public void Open({injected})", () =>
                {
                    if (code.Chance(0.5)) code.Line($"if ({field} is not null) return;");
                    else code.Line($"{field}?.Dispose();");
                    Subscribe(unit, shape, topic, head: $"{field} = ");
                });
            }

            string end = inConstructor ? $"{field}.Dispose();" : code.Pick($"{field}?.Dispose();", $"if ({field} is {{ }} open) open.Dispose();", $"Interlocked.Exchange(ref {field}, null)?.Dispose();");
            if (isAsync) code.Block("public ValueTask DisposeAsync()", () => code.Line($"{end}\nreturn default;"));
            else if (code.Chance(0.5)) code.Block("public void Dispose()", () => code.Line(end));
            else code.Line($"public void Dispose()\n{{\n    GC.SuppressFinalize(this);\n    {end}\n}}");
        });
    }

    public static void Collections(UnitWriter unit, EventShape shape)
    {
        var code = unit.Code;
        string name = code.Name("Hub", "Switchboard", "Register") + shape.Name;
        string kind = code.Pick("List", "Stack", "Queue", "Dictionary", "HashSet");
        string type = kind == "Dictionary" ? "Dictionary<string, EventSubscription>" : $"{kind}<EventSubscription>";
        string others = unit.Code.Pick(unit.Events).Name;
        code.Member($"internal sealed class {name}(EventBus bus) : IDisposable", () =>
        {
            code.Line($"private readonly {type} _all = [];\n");
            code.Member("public void Add(string key)", () =>
            {
                string made = $"bus.Topic<{shape.Name}>().Subscribe(e => Console.WriteLine($\"{{key}}: {{e}}\"))";
                code.Line(kind switch
                {
                    "Dictionary" => code.Pick($"_all[key] = {made};", $"_all.Add(key, {made});", $"if (!_all.ContainsKey(key)) _all.Add(key, {made});"),
                    "Stack" => $"_all.Push({made});",
                    "Queue" => $"_all.Enqueue({made});",
                    _ => code.Pick($"_all.Add({made});", $"var made = {made};\n_all.Add(made);"),
                });
                if (kind == "List" && code.Chance(0.5)) code.Line($"_all.AddRange([bus.Topic<{others}>().Subscribe(_ => {{ }}), Events.{others}.Subscribe(static e => GC.KeepAlive(e))]);");
            });
            code.Block("public void Dispose()", () =>
            {
                code.Line(kind switch
                {
                    "Dictionary" => code.Pick("foreach (var (_, one) in _all) one.Dispose();", "foreach (var one in _all.Values) one.Dispose();"),
                    "Stack" => "while (_all.TryPop(out var one)) one.Dispose();",
                    "Queue" => "while (_all.TryDequeue(out var one)) one.Dispose();",
                    "List" => code.Pick("_all.ForEach(static one => one.Dispose());", "foreach (var one in _all) one.Dispose();", "for (int i = _all.Count - 1; i >= 0; i--) _all[i].Dispose();"),
                    _ => "foreach (var one in _all) one.Dispose();",
                });
                code.Line("_all.Clear();");
            });
        });
    }

    public static void ViewModel(UnitWriter unit, EventShape shape)
    {
        var code = unit.Code;
        string name = $"{code.Name("Screen", "Card", "Row")}{shape.Name}ViewModel";
        code.Member($"internal sealed class {name} : Corpus.Views.ViewModel", () =>
        {
            code.Line($"private {shape.Name}? _latest;\nprivate int _count;\nprivate bool _isBusy;\n");
            code.Member($"public {name}(EventTopic<{shape.Name}> topic)", () =>
            {
                code.Line(code.Pick(
                    "Subscriptions.Add(topic.Subscribe(OnEvent));",
                    "Corpus.Views.DisposableExtensions.DisposeWith(topic.Subscribe(OnEvent), Subscriptions);",
                    "var subscription = topic.Subscribe(OnEvent);\nSubscriptions.Add(subscription);",
                    "Subscriptions.Add(topic.Subscribe(async e =>\n{\n    IsBusy = true;\n    await Task.Yield();\n    OnEvent(e);\n    IsBusy = false;\n}));"));
            });
            code.Line("public bool IsBusy { get => _isBusy; private set => Set(ref _isBusy, value); }\n");
            code.Line("public int Count { get => _count; private set => Set(ref _count, value); }\n");
            code.Line($"public string Latest => _latest is {{ }} known ? known.ToString() ?? \"\" : \"{code.Pick("none", "-", "nothing yet")}\";\n");
            code.Block($"private void OnEvent({shape.Name} e)", () =>
            {
                code.Line("_latest = e;\nCount++;");
                BodyWriter.Write(code, shape);
            });
        });
    }

    public static void Hosted(UnitWriter unit, EventShape shape)
    {
        var code = unit.Code;
        code.Member($"internal sealed class {code.Name("Listener", "Projection", "Cache")}{shape.Name}(EventTopic<{shape.Name}> topic) : IHostedService", () =>
        {
            code.Line($"private readonly ConcurrentDictionary<int, {shape.Name}> _known = new();\nprivate EventSubscription? _subscription;\n");
            code.Member("public Task StartAsync(CancellationToken cancellationToken)", () =>
            {
                Subscribe(unit, shape, "topic", head: "_subscription = ", extra: "_known[e.GetHashCode()] = e;");
                code.Line("return Task.CompletedTask;");
            });
            if (code.Chance(0.5)) code.Block("public Task StopAsync(CancellationToken cancellationToken)", () => code.Line("_subscription?.Dispose();\nreturn Task.CompletedTask;"));
            else code.Block("public async Task StopAsync(CancellationToken cancellationToken)", () => code.Line("_subscription?.Dispose();\nawait Task.Yield();\n_known.Clear();"));
        });
    }

    public static void BusOwner(UnitWriter unit, EventShape shape)
    {
        var code = unit.Code;
        string name = code.Name("Island", "Workbench", "Replica") + shape.Name;
        bool lazily = code.Chance(0.4);
        code.Member($"internal sealed class {name} : IAsyncDisposable", () =>
        {
            code.Line($"private readonly List<{shape.Name}> _seen = [];");
            code.Line(lazily ? "private EventBus? _bus;\n" : "private readonly EventBus _bus = EventBus.Create(static builder => builder.Configure(static options => options.Workers = 1));\n");
            code.Member(lazily ? "public async Task OpenAsync(CancellationToken cancellationToken)" : $"public {name}()", () =>
            {
                if (lazily) code.Line("_bus = EventBus.Create(static _ => { });\nawait _bus.StartAsync(cancellationToken);");
                code.Line($"_bus.Topic<{shape.Name}>().Subscribe({code.Pick("_seen.Add", "e => _seen.Add(e)", "(e, _) => { lock (_seen) _seen.Add(e); }")});");
            });
            code.Line($"public IReadOnlyList<{shape.Name}> Seen => _seen;\n");
            if (lazily) code.Line(code.Pick(
                "public async ValueTask DisposeAsync()\n{\n    if (_bus is { } open) await open.DisposeAsync();\n}",
                "public async ValueTask DisposeAsync()\n{\n    var bus = _bus;\n    _bus = null;\n    if (bus is not null) await bus.DisposeAsync().ConfigureAwait(false);\n}",
                "public ValueTask DisposeAsync() => _bus?.DisposeAsync() ?? default;"));
            else code.Line(code.Pick("public ValueTask DisposeAsync() => _bus.DisposeAsync();", "public async ValueTask DisposeAsync()\n{\n    await _bus.StopAsync();\n    _seen.Clear();\n}"));
        });
    }

    public static void Background(UnitWriter unit, EventShape shape)
    {
        var code = unit.Code;
        code.Member($"internal sealed class {code.Name("Pump", "Poller", "Timer")}{shape.Name}(EventTopic<{shape.Name}> topic, ILogger<EventBus> log) : BackgroundService", () =>
        {
            code.Block("protected override async Task ExecuteAsync(CancellationToken stoppingToken)", () =>
            {
                string emit = code.Pick($"await topic.EmitAsync({shape.Create}, stoppingToken);", $"if (!topic.TryEnqueue({shape.Create})) log.LogWarning(\"full\");", $"await topic.InvokeAsync({shape.Create}, stoppingToken);");
                switch (code.Number(0, 2))
                {
                    case 0:
                        code.Line($"using var timer = new PeriodicTimer(TimeSpan.FromSeconds({code.Number(1, 60)}));");
                        code.Block("while (await timer.WaitForNextTickAsync(stoppingToken))", () => code.Line(emit));
                        break;
                    case 1:
                        code.Block("while (!stoppingToken.IsCancellationRequested)", () =>
                        {
                            code.Block("try", () => code.Line(emit + $"\nawait Task.Delay({code.Number(10, 900)}, stoppingToken);"));
                            code.Block("catch (Exception exception) when (exception is not OperationCanceledException)", () => code.Line("log.LogError(exception, \"failed\");"));
                        });
                        break;
                    default:
                        code.Line("await Task.Yield();");
                        code.Line($"await using var stream = topic.Stream(new() {{ Capacity = {code.Number(1, 500)} }});");
                        code.Block("await foreach (var e in stream.WithCancellation(stoppingToken))", () => code.Line("log.LogInformation(\"{Event}\", e);"));
                        code.Line(emit);
                        break;
                }
            });
        });
    }

    /// <summary>A statement that subscribes somehow, keeping the subscription as the head says.</summary>
    public static void Subscribe(UnitWriter unit, EventShape shape, string topic, string head, string? extra = null)
    {
        var code = unit.Code;
        string add = extra ?? "GC.KeepAlive(e);";
        switch (code.Number(0, 4))
        {
            case 0:
                code.Line($"{head}{topic}.Subscribe(e => {{ {add} }});");
                break;
            case 1:
                code.Line($"{head}{topic}.Subscribe((e, context) => {{ {add} Console.WriteLine(context.Id); }});");
                break;
            case 2:
                code.Line($"{head}{topic}.Subscribe(async ({shape.Name} e) =>\n{{");
                code.Line($"    {add}\n    await Task.Yield();\n}});");
                break;
            case 3:
                code.Line($"{head}{topic}.Subscribe(async ({shape.Name} e, EventContext _, CancellationToken token) =>\n{{");
                code.Line($"    {add}\n    await Task.Delay({code.Number(1, 50)}, token);\n}});");
                break;
            default:
                string function = code.Name("Handle", "Receive");
                code.Line($"{head}{topic}.Subscribe({function});\n");
                code.Block($"void {function}({shape.Name} e)", () =>
                {
                    code.Line(add);
                    BodyWriter.Write(code, shape);
                });
                break;
        }
    }
}
