# The program `maner` in an image: docker build -t maner --build-arg COMMIT=$(git rev-parse HEAD) .   (docs/how-to/install.md)
# The first stage runs on the builder's own kind of machine and compiles for the image's (docker buildx build --platform linux/arm64 …).
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG TARGETARCH
# The image is built without .git; what `maner --version` says of the commit comes from here.
ARG COMMIT=
WORKDIR /source
COPY . .
RUN dotnet publish src/Maner.Cli -c Release -a $TARGETARCH --no-self-contained -p:SourceRevisionId=$COMMIT -o /app && \
    cp LICENSE NOTICE THIRD-PARTY-NOTICES.txt /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
COPY --from=build /app /app
# The user that .NET's images bring along (1654); the working folder is where a folder of data is mounted.
RUN mkdir /work && chown $APP_UID /work
USER $APP_UID
WORKDIR /work
ENTRYPOINT ["/app/maner"]
