using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventGen.AspNetCore.Management;

/// <summary>What the management endpoints of one application share. Made where they are mapped. Thread safe.</summary>
internal sealed class ManagementServer
{
    /// <summary>How long an answer that shows something waits for a store. A store's own limit is for work that must be done; who looks asks again.</summary>
    public static readonly TimeSpan StorePatience = TimeSpan.FromSeconds(3);

    private readonly ILogger _logger;

    /// <param name="services">The application's services.</param>
    /// <param name="pattern">Where they are mapped, as the application says it.</param>
    /// <param name="options">What is shown, and how much is kept.</param>
    /// <param name="isMeasured">Whether the bus is measured from now on.</param>
    public ManagementServer(IServiceProvider services, string pattern, EventGenManagementOptions options, bool isMeasured = true)
    {
        options.Validate();
        _logger = services.GetService<ILoggerFactory>()?.CreateLogger("EventGen.Management") ?? NullLogger.Instance;
        Bus = services.GetRequiredService<EventBus>();
        Gate = new AccessGate(services, new MappedPlace(options.MappedBy, pattern), options.WritePolicy, _logger);
        Gate.Validate();
        ShowsPayloads = options.ShowPayloads ?? Gate.IsDevelopment;
        Application = services.GetService<IHostEnvironment>()?.ApplicationName ?? "";
        Stopping = services.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? default;
        Options = options;
        Readers = new LiveReaders(options.MaxLiveReaders);
        History = new ActivityHistory(options.TraceCapacity);
        Operations = new OperationList(Bus, _logger);
        Started = Bus.TimeProvider.GetTimestamp();
        if (isMeasured) Bus.Statistics.Listen(new ActivityRecorder(History, Readers, ShowsPayloads));
    }

    public EventBus Bus { get; }

    public AccessGate Gate { get; }

    public bool ShowsPayloads { get; }

    /// <summary>Whether events may be emitted by hand.</summary>
    public bool CanEmit => Gate.IsDevelopment;

    public string Application { get; }

    /// <summary>Cancelled when the application stops: a stream that nobody ends must not keep it.</summary>
    public CancellationToken Stopping { get; }

    public EventGenManagementOptions Options { get; }

    public LiveReaders Readers { get; }

    public ActivityHistory History { get; }

    public OperationList Operations { get; }

    /// <summary>The timestamp, of the bus's clock, at which the endpoints were mapped.</summary>
    public long Started { get; }

    /// <summary>An endpoint that only looks.</summary>
    public RequestDelegate Read(Func<HttpContext, Task> serve) => request => ServeAsync(request, isChange: false, serve);

    /// <summary>An endpoint that changes something.</summary>
    public RequestDelegate Change(Func<HttpContext, Task> serve) => request => ServeAsync(request, isChange: true, serve);

    /// <summary>An endpoint that reads a store, and gives up soon where that stands still.</summary>
    public static Func<HttpContext, Task> OfStoreSoon(Func<HttpContext, Task> serve)
    {
        var ofStore = OfStore(serve);
        return async request =>
        {
            var aborted = request.RequestAborted;
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(aborted);
            limit.CancelAfter(StorePatience);
            request.RequestAborted = limit.Token;
            try
            {
                await ofStore(request).ConfigureAwait(false);
            }
            catch (Exception exception) when (limit.IsCancellationRequested && !aborted.IsCancellationRequested
                && exception is not (ProblemException or EventBusStoppedException) && !request.Response.HasStarted)
            {
                throw new StoreFailedException(new TimeoutException($"The store did not answer within {StorePatience.TotalSeconds} seconds.", exception));
            }
            finally
            {
                request.RequestAborted = aborted;
            }
        };
    }

    /// <summary>An endpoint of the outbox or of the dead letters: what fails there is their store, which may be anybody's.</summary>
    public static Func<HttpContext, Task> OfStore(Func<HttpContext, Task> serve) => async request =>
    {
        try
        {
            await serve(request).ConfigureAwait(false);
        }
        catch (Exception exception) when (!request.Response.HasStarted
            && exception is not (ProblemException or EventBusStoppedException) && !request.RequestAborted.IsCancellationRequested)
        {
            throw new StoreFailedException(exception);
        }
    };

    private async Task ServeAsync(HttpContext request, bool isChange, Func<HttpContext, Task> serve)
    {
        Answer.Protect(request.Response);
        try
        {
            var refusal = await Gate.RefusalAsync(request).ConfigureAwait(false);
            if (refusal is null && isChange) refusal = await Gate.ChangeRefusalAsync(request).ConfigureAwait(false);
            if (refusal is not null) throw refusal;
            await serve(request).ConfigureAwait(false);
        }
        catch (ProblemException problem) when (!request.Response.HasStarted)
        {
            await Answer.ProblemAsync(request, problem.Problem).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (request.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer.
        }
        catch (EventBusStoppedException) when (!request.Response.HasStarted)
        {
            await Answer.ProblemAsync(request, ProblemException.Unavailable("The bus has stopped or is stopping; nothing was changed.").Problem).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is StoreFailedException or OutboxUnavailableException or OutboxFullException && !request.Response.HasStarted)
        {
            _logger.RequestFailed((exception as StoreFailedException)?.InnerException ?? exception, request.Request.Method, request.Request.Path);
            await Answer.ProblemAsync(request, ProblemException.Unavailable(Reason(exception)).Problem).ConfigureAwait(false);
        }
        catch (Exception exception) when (!request.Response.HasStarted)
        {
            // Its message may hold an address or a password: the log alone has it.
            _logger.RequestFailed(exception, request.Request.Method, request.Request.Path);
            var problem = new ProblemException(StatusCodes.Status500InternalServerError, "It failed.", $"{exception.GetType().Name}; the log says more.");
            await Answer.ProblemAsync(request, problem.Problem).ConfigureAwait(false);
        }
    }

    // What health says, which tells nothing secret; a store's own text may.
    private string Reason(Exception exception)
    {
        if (Bus.State != EventBusState.Started) return "The bus has not started, or has stopped; its stores are closed.";
        string what = exception is StoreFailedException { InnerException: { } inner } ? $"The store did not do it: {inner.GetType().Name}; the log says more." : exception.Message;
        return string.Join(' ', [what, .. Bus.GetHealth().Problems]);
    }

    private sealed class StoreFailedException(Exception cause) : Exception(null, cause);
}
