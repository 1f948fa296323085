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
    /// <param name="builder">The bus.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    public static EventGenBuilder AddHttpContextMetadata(this EventGenBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddHttpContextAccessor();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IEventMetadataSource, HttpContextMetadata>());
        return builder;
    }
}
