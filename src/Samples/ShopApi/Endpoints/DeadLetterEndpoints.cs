using Microsoft.AspNetCore.Http.HttpResults;

namespace ShopApi.Endpoints;

/// <summary>Lists what was given up, and attempts it again. In an application of yours, ask for an administrator here.</summary>
internal static class DeadLetterEndpoints
{
    public static void MapDeadLetters(this WebApplication app)
    {
        var deadLetters = app.MapGroup("/dead-letters");
        deadLetters.MapGet("/", ListAsync);
        deadLetters.MapPost("/{id:guid}/replay", ReplayAsync);
        deadLetters.MapDelete("/{id:guid}", DiscardAsync);
    }

    private static async Task<IEnumerable<DeadLetterView>> ListAsync(EventBus bus, int skip = 0, int take = 50, CancellationToken cancellationToken = default) =>
        (await bus.DeadLetters.ListAsync(skip: skip, take: take, cancellationToken: cancellationToken)).Select(DeadLetterView.Of);

    private static async Task<Results<Ok<string>, Conflict<string>, NotFound>> ReplayAsync(Guid id, EventBus bus, CancellationToken cancellationToken)
    {
        try
        {
            return await bus.DeadLetters.ReplayAsync(id, cancellationToken) ? TypedResults.Ok("handled") : TypedResults.Conflict("failed again");
        }
        catch (KeyNotFoundException)
        {
            return TypedResults.NotFound();
        }
    }

    private static async Task<Results<NoContent, NotFound>> DiscardAsync(Guid id, EventBus bus, CancellationToken cancellationToken) =>
        await bus.DeadLetters.DiscardAsync(id, cancellationToken) ? TypedResults.NoContent() : TypedResults.NotFound();
}
