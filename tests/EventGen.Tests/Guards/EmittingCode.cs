using Microsoft.Extensions.Logging;

namespace EventGen.Tests.Guards;

/// <summary>Code of an application that a bus calls, and that emits each time, which has it called again.</summary>
internal sealed class EmittingCode(Action emit)
{
    // Enough to exceed any limit, and few enough to end without one.
    private const int Emits = 300;

    [ThreadStatic] private static int t_depth;

    private int _emits;
    private int _deepest;

    /// <summary>How many of its calls have been within one another on one stack.</summary>
    public int Deepest => _deepest;

    public void Run()
    {
        t_depth++;
        try
        {
            InterlockedMax(t_depth);
            if (Interlocked.Increment(ref _emits) <= Emits) emit();
        }
        finally
        {
            t_depth--;
        }
    }

    private void InterlockedMax(int depth)
    {
        int seen;
        while ((seen = Volatile.Read(ref _deepest)) < depth && Interlocked.CompareExchange(ref _deepest, depth, seen) != seen)
        {
        }
    }

    public sealed class Metadata(EmittingCode code) : IEventMetadataSource
    {
        public EventMetadata? Current
        {
            get
            {
                code.Run();
                return null;
            }
        }
    }

    public sealed class Logger(EmittingCode code, string call) : ILoggerFactory, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (call == nameof(Log)) code.Run();
        }

        public bool IsEnabled(LogLevel logLevel)
        {
            if (call == nameof(IsEnabled)) code.Run();
            return true;
        }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }

    public sealed class Clock(EmittingCode code, string call) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow()
        {
            if (call == nameof(GetUtcNow)) code.Run();
            return base.GetUtcNow();
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (call == nameof(CreateTimer)) code.Run();
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }

    public sealed class Failure(EmittingCode code) : Exception
    {
        public override string Message
        {
            get
            {
                code.Run();
                return "failed";
            }
        }
    }

    public sealed class Middleware(EmittingCode code) : IEventMiddleware
    {
        public ValueTask InvokeAsync(EventInvocation invocation, EventDelegate next)
        {
            code.Run();
            return next(invocation);
        }
    }

    public sealed class Publisher(EmittingCode code) : IEventPublisher
    {
        public string Name => "first";

        public ValueTask PublishAsync(EventMessage message, CancellationToken cancellationToken)
        {
            code.Run();
            return default;
        }

        public ValueTask DisposeAsync() => default;
    }

    public sealed class Store(EmittingCode code) : IDeadLetterStore
    {
        public long Count => 0;

        public ValueTask AddAsync(DeadLetter deadLetter, CancellationToken cancellationToken)
        {
            code.Run();
            return default;
        }

        public ValueTask<IReadOnlyList<DeadLetter>> ListAsync(DeadLetterFilter filter, int skip, int take, CancellationToken cancellationToken) => new([]);

        public ValueTask<DeadLetter?> FindAsync(Guid id, CancellationToken cancellationToken) => default;

        public ValueTask<bool> RemoveAsync(Guid id, CancellationToken cancellationToken) => default;
    }
}
