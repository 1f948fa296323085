using EventGen;
using EventGen.AspNetCore;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets events carry what is known of the HTTP request in which they are emitted.</summary>
public static class EventGenHttpContextExtensions
{
    /// <summary>
    /// Fills <see cref="EventMetadata.UserId"/> and <see cref="EventMetadata.RequestId"/> of events that are emitted while a request is
    /// served: with the user's name identifier, else name, and with the request's trace identifier.
    /// </summary>
    /// <remarks>
    /// What <see cref="EventMetadata.Push"/> sets, or an event inherits from the one being handled, is kept. A user that is not
    /// authenticated is none. Work that a request starts and that outlives it carries nothing of it. Calling it again does nothing.
    /// </remarks>
    /// <typeparam name="TBuilder">The builder, which is returned.</typeparam>
    /// <param name="builder">Says what the bus is made of. Without a container of its own, its services must have an <see cref="AspNetCore.Http.IHttpContextAccessor"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    public static TBuilder AddHttpContextMetadata<TBuilder>(this TBuilder builder)
        where TBuilder : IEventBusBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Services is { } container)
        {
            container.AddHttpContextAccessor();
            container.TryAddEnumerable(ServiceDescriptor.Singleton<IEventMetadataSource, HttpContextMetadata>());
        }
        else
        {
            builder.AddMetadataSource<HttpContextMetadata>();
        }

        return builder;
    }
}
