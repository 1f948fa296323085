using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace EventGen.AspNetCore.Tests.Tracing;

/// <summary>The wiring that the docs show, word for word.</summary>
internal static class ShopTelemetry
{
    public static void Add(WebApplicationBuilder builder)
    {
        // <docs>
        builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing
                .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(0.1)))   // one trace of ten, as a whole
                .AddAspNetCoreInstrumentation()                                          // requests, where most traces begin
                .AddHttpClientInstrumentation()                                          // calls of other services
                .AddSource(EventGenTelemetry.ActivitySourceName))                        // emits, handlers and publishers
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddMeter(EventGenTelemetry.MeterName));
        // </docs>
    }
}
